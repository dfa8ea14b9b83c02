package polyclinic.recovery.home;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What lies in a folder in which others go on to write: files and folders may vanish while it is looked through. */
public final class LivingFolder {
    private LivingFolder() {}

    /**
     * Returns all files, links and folders below a folder, a folder before what is in it.
     *
     * @param passedOver folders that are not looked into and not returned
     */
    public static List<Path> paths(Path folder, Predicate<Path> passedOver) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (path.equals(folder)) {
                    return FileVisitResult.CONTINUE;
                }
                if (passedOver.test(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                found.add(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                found.add(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                return vanished(path, failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : vanished(path, failure);
            }

            private FileVisitResult vanished(Path path, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !path.equals(folder)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }
}
