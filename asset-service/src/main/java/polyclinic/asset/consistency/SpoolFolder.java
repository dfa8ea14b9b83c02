package polyclinic.asset.consistency;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where uploads are written while they arrive. They are deleted when their request ends, however it ends; a killed process
 * cannot do so, and what it leaves is deleted later.
 */
@ApplicationScoped
class SpoolFolder {
    private final Path folder;

    SpoolFolder(@ConfigProperty(name = "polyclinic.uploads.folder") String folder) {
        this.folder = Path.of(folder);
    }

    /** Patients' files pass through it, so only the service's own account may look inside. */
    void create(@Observes StartupEvent start) throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix"))
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes files that are older and returns how many. */
    Uni<Integer> clear(Instant olderThan) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> clearNow(olderThan)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private int clearNow(Instant olderThan) throws IOException {
        int cleared = 0;
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException none) {
            return 0;
        }
        for (Path file : files) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(olderThan)) continue;
                if (Files.deleteIfExists(file)) cleared++;
            } catch (IOException e) {
                Log.warnf(
                        "spooled file %s stays: %s",
                        file.getFileName(), e.getClass().getName());
            }
        }
        return cleared;
    }
}
