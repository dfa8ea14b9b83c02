package polyclinic.recovery.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/**
 * Lays a server's folder out so that its next start reads the log up to the named point and goes on from there, on a timeline
 * of its own.
 */
public final class PointInTimeRecovery {
    private static final String SETTINGS = "postgresql.auto.conf";
    private static final String BEGIN = "# recovery to a point\n";
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration POLL_PAUSE = Duration.ofMillis(200);

    private PointInTimeRecovery() {}

    /**
     * Writes the files.
     *
     * @param data the server's folder, empty
     * @param log a folder for the archived log, which is needed until the recovery has ended
     */
    public static void prepare(PointManifest manifest, BackupRepository repository, Path data, Path log) {
        try {
            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(log);
            for (StoredFile base : manifest.files().base()) {
                repository.unpack(base, in -> unpack(in, data));
            }
            for (StoredFile segment : manifest.files().log()) {
                repository.unpack(segment, in -> Files.copy(in, log.resolve(LogArchive.segment(segment))));
            }
            Files.createFile(data.resolve("recovery.signal"));
            Files.writeString(
                    data.resolve(SETTINGS),
                    settings(manifest, log),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new RecoveryFailed("PostgreSQL's files cannot be written to " + data, e);
        }
    }

    /** Waits until the running server has recovered, then takes the settings of the recovery away again. */
    public static void finish(PostgresCluster cluster, Path log) {
        long deadline = System.nanoTime() + RECOVERY_TIMEOUT.toNanos();
        while (true) {
            try (Connection connection = cluster.connect();
                    Statement statement = connection.createStatement()) {
                if (PostgresCluster.text(connection, "select pg_is_in_recovery()::text")
                        .equals("false")) {
                    for (String setting : new String[] {
                        "restore_command",
                        "recovery_target_name",
                        "recovery_target_action",
                        "recovery_target_timeline",
                        "hot_standby"
                    }) {
                        statement.execute("alter system reset " + setting);
                    }
                    delete(log);
                    return;
                }
            } catch (SQLException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new RecoveryFailed("PostgreSQL did not reach the point", e);
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RecoveryFailed(
                        "PostgreSQL did not reach the point in " + RECOVERY_TIMEOUT.toMinutes() + " min");
            }
            pause();
        }
    }

    private static String settings(PointManifest manifest, Path log) {
        String command = "cp \"" + log.toAbsolutePath() + "/%f\" \"%p\"";
        return "\n" + BEGIN
                + "restore_command = '" + command.replace("'", "''") + "'\n"
                + "recovery_target_name = '" + manifest.postgres().name() + "'\n"
                + "recovery_target_action = 'promote'\n"
                + "recovery_target_timeline = 'current'\n"
                // Nobody is to read what is half recovered.
                + "hot_standby = off\n";
    }

    private static void unpack(InputStream in, Path data) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in), "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = data.resolve(entry.getName()).normalize();
            if (!path.startsWith(data)) {
                throw new IOException(entry.getName() + " leads out of the folder");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            } else {
                Files.createDirectories(path.getParent());
                Files.copy(tar, path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new RecoveryFailed("the copied log cannot be deleted from " + folder, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}
