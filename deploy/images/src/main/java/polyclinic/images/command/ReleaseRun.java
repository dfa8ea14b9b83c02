package polyclinic.images.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polyclinic.images.archive.OciArchive;
import polyclinic.images.assembly.ImageAssembly;
import polyclinic.images.assembly.ImageFailure;
import polyclinic.images.content.ImageContent;
import polyclinic.images.content.SuiteImage;
import polyclinic.images.release.ImageSbom;
import polyclinic.images.release.ReleaseImage;
import polyclinic.images.release.ReleaseVerification;

/**
 * One run over the images of a release.
 *
 * @param registry host and path before the images' names, if they are pushed
 * @param progress gets a line for each step
 */
record ReleaseRun(
        Path root,
        Path folder,
        ImageAssembly assembly,
        String version,
        Optional<String> registry,
        PrintStream progress) {
    private static final String NAMESPACE = "polyclinic/";

    List<ReleaseImage> make(List<SuiteImage> images) throws IOException {
        List<ImageContent> contents =
                images.stream().map(image -> new ImageContent(image, root)).toList();
        for (ImageContent content : contents) {
            if (!Files.exists(content.packaged())) {
                throw new ImageFailure(content.packaged()
                        + " is missing; ./polyclinic images builds it unless POLYCLINIC_BUILD=never");
            }
        }
        List<ReleaseImage> made = new ArrayList<>();
        for (ImageContent content : contents) {
            made.add(make(content));
        }
        return made;
    }

    private ReleaseImage make(ImageContent content) throws IOException {
        String name = content.image().name();
        String reference = NAMESPACE + name + ":" + version;
        Path archive = folder.resolve(name + ".tar");
        Path sbom = folder.resolve(name + ".cdx.json");
        progress.println("Making " + reference + " …");
        String digest = assembly.write(content, reference, archive);
        try (OciArchive image = OciArchive.open(archive)) {
            if (!image.digest().equals(digest)) {
                throw new ImageFailure(archive + " has the digest " + image.digest() + ", not " + digest);
            }
            ImageSbom.write(content, image, version, sbom);
            return new ReleaseImage(
                    name,
                    reference,
                    digest,
                    image.size(),
                    archive.getFileName() + "",
                    sbom.getFileName() + "",
                    ReleaseVerification.sum(sbom),
                    registry.map(host -> push(content, host, digest)).orElse(null));
        }
    }

    private String push(ImageContent content, String host, String digest) {
        String repository = host.replaceFirst("/+$", "") + "/" + content.image().name();
        progress.println("Pushing " + repository + ":" + version + " …");
        String pushed = assembly.push(content, repository + ":" + version);
        if (!pushed.equals(digest)) {
            throw new ImageFailure(repository + " was pushed as " + pushed + ", but the archive is " + digest);
        }
        return repository + "@" + digest;
    }
}
