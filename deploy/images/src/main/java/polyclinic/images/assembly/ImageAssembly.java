package polyclinic.images.assembly;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import polyclinic.images.content.ImageContent;
import polyclinic.images.content.SuiteImage;

/**
 * Makes images: the same content, base and labels give the same digest, in an archive and in a registry, today and tomorrow.
 *
 * @param base what all of them stand on
 * @param java the feature release of Java in the base
 * @param labels what all of them say of themselves
 * @param cache folder for layers that are made or fetched already
 * @param warnings gets a line for each thing that the user should know
 */
public record ImageAssembly(BaseImage base, int java, ImageLabels labels, Path cache, Consumer<String> warnings) {

    /**
     * Writes an OCI archive.
     *
     * @param reference name and tag, such as {@code polyclinic/gateway:1.0.0}
     * @return the digest, {@code sha256:…}
     */
    public String write(ImageContent content, String reference, Path archive) {
        try {
            Files.createDirectories(archive.toAbsolutePath().getParent());
            Path draft = archive.resolveSibling(archive.getFileName() + ".new");
            TarImage target = TarImage.at(draft).named(reference(reference));
            String digest = assemble(content, Containerizer.to(target), List.of(base.registry()));
            Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
            return digest;
        } catch (IOException e) {
            throw new ImageFailure("Cannot write " + archive + ": " + e.getMessage(), e);
        }
    }

    /**
     * Pushes to a registry, with the credentials of {@code ~/.docker/config.json}.
     *
     * @param reference with the registry's host, such as {@code registry.example.org/clinic/gateway:1.0.0}
     * @return the digest, {@code sha256:…}
     */
    public String push(ImageContent content, String reference) {
        ImageReference target = reference(reference);
        RegistryImage image = Registries.withCredentials(RegistryImage.named(target), target);
        return assemble(content, Containerizer.to(image), List.of(base.registry(), target.getRegistry()));
    }

    private String assemble(ImageContent content, Containerizer target, List<String> registries) {
        target.setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("layers"))
                .setAllowInsecureRegistries(Registries.isPlainAllowed(registries))
                .setToolName("polyclinic")
                .addEventHandler(LogEvent.class, this::report);
        SuiteImage image = content.image();
        JibContainerBuilder builder = base.begin()
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Instant.EPOCH)
                .setUser(SuiteImage.USER + ":" + SuiteImage.USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(ImageContent.FOLDER))
                .setEntrypoint(content.command(java))
                .setEnvironment(content.environment())
                .setLabels(labels.of(image))
                .setFileEntriesLayers(content.layers());
        if (image.isService()) {
            builder.setExposedPorts(Set.of(Port.tcp(SuiteImage.PORT), Port.tcp(SuiteImage.MANAGEMENT_PORT)));
        }
        try {
            JibContainer made = builder.containerize(target);
            return made.getDigest().toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageFailure("interrupted", e);
        } catch (IOException | RegistryException | CacheDirectoryCreationException | ExecutionException e) {
            throw new ImageFailure("The image of " + image.name() + " cannot be made: " + reason(e), e);
        }
    }

    private void report(LogEvent event) {
        if (Set.of(LogEvent.Level.WARN, LogEvent.Level.ERROR).contains(event.getLevel())) {
            warnings.accept(event.getMessage());
        }
    }

    /** The innermost failure says what is wrong; the outer ones say which step of the library met it. */
    private static String reason(Throwable failure) {
        Throwable inner = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .reduce((outer, cause) -> cause)
                .orElse(failure);
        return inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }

    private static ImageReference reference(String text) {
        try {
            return ImageReference.parse(text);
        } catch (InvalidImageReferenceException e) {
            throw new ImageFailure("\"" + text + "\" is no name of an image; see --tag and --push", e);
        }
    }
}
