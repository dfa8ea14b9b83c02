package polyclinic.commons.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The repository's files that can name a type: Java sources, and texts such as properties, POMs and service files. */
public final class SourceTree {
    private static final Set<String> SKIPPED = Set.of(".git", ".polyclinic", "node_modules", "docs");
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|properties|xml|sh|yaml|interceptors)|polyclinic|[\\w.]+\\.[A-Z]\\w+");
    private static @Nullable SourceTree repository;

    private final List<SourceFile> files = new ArrayList<>();

    private SourceTree(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean built = name(folder).equals("target") && Files.exists(folder.resolveSibling("pom.xml"));
                    return built || !folder.equals(root) && SKIPPED.contains(name(folder))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (TEXT.matcher(name(file)).matches()) files.add(read(root, file));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of the checkout; the system property {@code polyclinic.root} says where it lies, else it is above the working directory. */
    public static synchronized SourceTree ofRepository() {
        if (repository == null) repository = new SourceTree(root());
        return repository;
    }

    public List<SourceFile> files() {
        return files;
    }

    /** The Java sources of all modules that are not tests, package descriptions aside. */
    public List<SourceFile> mainTypes() {
        return files.stream()
                .filter(file -> file.path().contains("src/main/java/")
                        && !file.typeName().equals("package-info"))
                .toList();
    }

    private static SourceFile read(Path root, Path file) throws IOException {
        String text = Files.readString(file);
        var declared = PACKAGE.matcher(text);
        boolean java = name(file).endsWith(".java");
        return new SourceFile(root.relativize(file).toString(), java && declared.find() ? declared.group(1) : "", text);
    }

    /** Where the checkout lies. */
    public static Path root() {
        String set = System.getProperty("polyclinic.root", "");
        Path folder = Path.of(set).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("contracts"))) {
            folder = folder.getParent();
            if (folder == null)
                throw new IllegalStateException(
                        "not within a checkout: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
