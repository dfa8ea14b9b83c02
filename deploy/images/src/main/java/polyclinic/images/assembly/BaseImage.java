package polyclinic.images.assembly;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What images are built on: an archive as {@code deploy/images/base} or a container engine saves it, an image in a registry, or nothing.
 *
 * @param name a file, an image's name, or {@code scratch}
 */
public record BaseImage(String name) {
    /** No base at all: the image has the application's layers only. */
    public static final BaseImage SCRATCH = new BaseImage("scratch");

    /** Returns the registry's host; empty when it does not come from a registry. */
    String registry() {
        if (isScratch() || isArchive()) {
            return "";
        }
        return reference().getRegistry();
    }

    /** Returns what an image may say of its base without naming a folder of this machine. */
    public String label() {
        return isArchive() ? String.valueOf(Path.of(name).getFileName()) : name;
    }

    JibContainerBuilder begin() {
        if (isScratch()) {
            return Jib.fromScratch();
        }
        return isArchive()
                ? Jib.from(TarImage.at(Path.of(name)))
                : Jib.from(Registries.withCredentials(RegistryImage.named(reference()), reference()));
    }

    private boolean isScratch() {
        return equals(SCRATCH);
    }

    private boolean isArchive() {
        return Files.isRegularFile(Path.of(name));
    }

    private ImageReference reference() {
        try {
            return ImageReference.parse(name);
        } catch (InvalidImageReferenceException e) {
            throw new ImageFailure(
                    "The base \"" + name
                            + "\" is neither a file nor the name of an image (registry.example.org/java:25)",
                    e);
        }
    }
}
