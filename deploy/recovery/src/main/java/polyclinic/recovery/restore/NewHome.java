package polyclinic.recovery.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import polyclinic.recovery.progress.RecoveryFailed;

/** A home that holds nothing yet. A restore never writes over what is there: it may be all that is left. */
public final class NewHome {
    private NewHome() {}

    /** @throws RecoveryFailed when something lies there */
    static void create(Path home) {
        try {
            if (Files.exists(home) && !isEmpty(home)) {
                throw new RecoveryFailed(home + " is not empty; a restore goes into a new home");
            }
            Files.createDirectories(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new RecoveryFailed("cannot write to " + home, e);
        }
    }

    /** Deletes a home whole. */
    public static void delete(Path home) {
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new RecoveryFailed(home + " cannot be deleted", e);
        }
    }

    private static boolean isEmpty(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.findAny().isEmpty();
        }
    }
}
