package polyclinic.images.content;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of one image in layers, what changes least first: a new version of a service pushes some hundred kilobytes, not its
 * libraries. Every file is root's, mode 0644, with one fixed time, so that the same files give the same layers and the process
 * cannot change what it runs.
 *
 * @param image whose content it is
 * @param root the checkout
 */
public record ImageContent(SuiteImage image, Path root) {
    /** Where all of it lies in the image. */
    public static final String FOLDER = "/app";

    static final String RUN_JAR = "quarkus-run.jar";

    /** What Maven packaged: a Quarkus application, or the folder of the libraries beside a program's jar. */
    public Path packaged() {
        return target().resolve(image.isService() ? "quarkus-app/" + RUN_JAR : "lib");
    }

    /** Returns the words that start it on a base with this feature release of Java. */
    public List<String> command(int java) {
        return StartCommand.of(image, java);
    }

    public Map<String, String> environment() {
        return image.environment();
    }

    /** Returns the layers; the first changes least. */
    public List<FileEntriesLayer> layers() {
        try {
            List<FileEntriesLayer> layers = new ArrayList<>(List.of(folders()));
            layers.addAll(image.isService() ? applicationLayers() : programLayers());
            return layers.stream()
                    .filter(layer -> !layer.getEntries().isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what is packaged of " + image.name(), e);
        }
    }

    /** The folders that the process writes to, so that a new volume is its own; every base has a {@code /tmp}. */
    private FileEntriesLayer folders() {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("folders");
        image.writable().stream()
                .filter(folder -> !folder.equals("/tmp"))
                .forEach(folder -> layer.addEntry(new FileEntry(
                        target(),
                        AbsoluteUnixPath.get(folder),
                        FilePermissions.fromOctalString("750"),
                        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
                        SuiteImage.USER + ":" + SuiteImage.USER)));
        return layer.build();
    }

    private List<FileEntriesLayer> applicationLayers() throws IOException {
        Path application = target().resolve("quarkus-app");
        List<Path> files = files(application);
        return List.of(
                layer("boot", application, files, within("lib/boot")),
                layer("libraries", application, files, within("lib/main").and(ImageContent::isOfOthers)),
                layer("commons", application, files, within("lib/main").and(path -> !isOfOthers(path))),
                layer("application", application, files, path -> !within("lib").test(path) && !isNote(path)));
    }

    private List<FileEntriesLayer> programLayers() throws IOException {
        FileEntriesLayer.Builder libraries = FileEntriesLayer.builder().setName("libraries");
        FileEntriesLayer.Builder commons = FileEntriesLayer.builder().setName("commons");
        for (Path library : files(packaged())) {
            (isOfOthers(library) ? libraries : commons).addEntry(library, in("lib/" + library.getFileName()));
        }
        FileEntriesLayer.Builder application = FileEntriesLayer.builder().setName("application");
        application.addEntry(jar(target()), in("app/" + image.name() + ".jar"));
        return List.of(libraries.build(), commons.build(), application.build());
    }

    /** The module's own jar: the only one in its target folder that is not of its sources or tests. */
    private static Path jar(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|tests|javadoc)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar in " + target));
        }
    }

    private static FileEntriesLayer layer(String name, Path folder, List<Path> files, Predicate<Path> chosen) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        files.stream()
                .map(folder::relativize)
                .filter(chosen)
                .forEach(path -> layer.addEntry(folder.resolve(path), in(path.toString())));
        return layer.build();
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).sorted().forEach(found::add);
        }
        return found;
    }

    private static Predicate<Path> within(String folder) {
        return path -> path.startsWith(folder);
    }

    private static boolean isOfOthers(Path library) {
        return !String.valueOf(library.getFileName()).matches("(polyclinic\\.)?polyclinic-.*");
    }

    /** A list that the build leaves beside the application; nothing reads it at run time. */
    private static boolean isNote(Path path) {
        return path.toString().endsWith(".txt");
    }

    private static AbsoluteUnixPath in(String path) {
        return AbsoluteUnixPath.get(FOLDER + "/" + path);
    }

    private Path target() {
        return root.resolve(image.module()).resolve("target");
    }
}
