package polyclinic.checks.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The repository's files. */
public final class Checkout {
    private static final Set<String> SKIPPED = Set.of(".git", ".polyclinic", "node_modules", "target");

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final int BEGINNING_BYTES = 100;

    private Checkout() {}

    /** The top folder; the system property {@code polyclinic.root} says where it lies, else it is above the working directory. */
    public static Path root() {
        Path folder = Path.of(System.getProperty("polyclinic.root", "")).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("contracts"))) {
            folder = folder.getParent();
            if (folder == null)
                throw new IllegalStateException(
                        "no checkout above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** A file or folder, by its path from the top. */
    public static Path path(String fromRoot) {
        return root().resolve(fromRoot);
    }

    /** The folders of the modules that Maven builds. */
    public static List<Path> modules() {
        Matcher modules = MODULE.matcher(text(path("pom.xml")));
        return modules.results().map(module -> path(module.group(1))).toList();
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's first bytes, up to 100, as a text of one byte a character: enough to tell its kind. */
    public static String beginning(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in a folder and its folders, in the order of their paths, without what builds made; none if there is no such folder. */
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        List<Path> files = new ArrayList<>();
        try {
            // Without a look into what builds are making just now.
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                    boolean skipped = !each.equals(folder)
                            && SKIPPED.contains(each.getFileName().toString());
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }
}
