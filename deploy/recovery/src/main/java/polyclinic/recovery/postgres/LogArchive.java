package polyclinic.recovery.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** The files of the log that PostgreSQL's {@code archive_command} has put aside. */
public final class LogArchive {
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");
    private static final int TIMELINE_DIGITS = 8;
    private static final Duration ARCHIVE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_PAUSE = Duration.ofMillis(50);
    private static final String PREFIX = "log/";
    private static final String ENDING = ".gz";

    private final PostgresCluster cluster;
    private final Path folder;

    /** @param folder into which the server archives */
    public LogArchive(PostgresCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** @throws RecoveryFailed when the server puts nothing aside, before anything is copied for it */
    public static void requireArchiving(PostgresCluster cluster) {
        try (Connection connection = cluster.connect()) {
            if (PostgresCluster.text(connection, "show archive_mode").equals("off")) {
                throw new RecoveryFailed("PostgreSQL does not archive its log: archive_mode is off");
            }
        } catch (SQLException e) {
            throw new RecoveryFailed("PostgreSQL does not answer", e);
        }
    }

    /** Ends the segment of a place in the log and waits until the server has archived it. Returns the segment's name. */
    public static String complete(PostgresCluster cluster, String lsn) {
        try (Connection connection = cluster.connect()) {
            String segment = PostgresCluster.text(connection, "select pg_walfile_name('" + lsn + "')");
            // Two statements: what pg_switch_wal ends is the segment of the moment, maybe a later one than the point's.
            PostgresCluster.text(connection, "select pg_switch_wal()::text");
            long deadline = System.nanoTime() + ARCHIVE_TIMEOUT.toNanos();
            String archived =
                    "select coalesce(last_archived_wal >= '" + segment + "', false)::text from pg_stat_archiver";
            while (!PostgresCluster.text(connection, archived).equals("true")) {
                if (System.nanoTime() - deadline > 0) {
                    throw new RecoveryFailed(
                            "PostgreSQL does not archive its log: segment " + segment + " is not there after "
                                    + ARCHIVE_TIMEOUT.toSeconds() + " s; see its own log for archive_command");
                }
                Thread.sleep(POLL_PAUSE.toMillis());
            }
            return segment;
        } catch (SQLException e) {
            throw new RecoveryFailed("PostgreSQL's log could not be completed", e);
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    /**
     * Copies the segments between two, both included, and what the server archived about its timelines. They lie in a folder
     * of the point: every cluster counts its segments from 1, and one that was restored twice does so twice.
     *
     * @param id of the recovery point
     */
    public List<StoredFile> copy(String first, String last, String id, BackupRepository repository) {
        List<StoredFile> copied = new ArrayList<>();
        for (String segment : archived()) {
            boolean between = segment.compareTo(first) >= 0 && segment.compareTo(last) <= 0;
            if (HISTORY.matcher(segment).matches() || between) {
                copied.add(write(segment, PREFIX + id + "/" + segment + ENDING, repository));
            }
        }
        requireWhole(first, last, copied);
        return copied;
    }

    /** Deletes what the newest base copy does not need; the backup has it. */
    public void deleteBefore(String segment) {
        for (String name : archived()) {
            if (SEGMENT.matcher(name).matches() && name.compareTo(segment) < 0) {
                try {
                    Files.deleteIfExists(folder.resolve(name));
                } catch (IOException e) {
                    throw new RecoveryFailed("the archived log cannot be cleared", e);
                }
            }
        }
    }

    /** Returns the segment that a file of the backup holds. */
    static String segment(StoredFile file) {
        return file.name()
                .substring(file.name().lastIndexOf('/') + 1, file.name().length() - ENDING.length());
    }

    private List<String> archived() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> SEGMENT.matcher(name).matches()
                            || HISTORY.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RecoveryFailed("the archived log of PostgreSQL cannot be read from " + folder, e);
        }
    }

    private StoredFile write(String segment, String name, BackupRepository repository) {
        return repository.write(name, out -> {
            OutputStream packed = new GZIPOutputStream(out, 1 << 16);
            Files.copy(folder.resolve(segment), packed);
            packed.close();
        });
    }

    /** Segments of 16 MiB are counted up to FF in their last digits. */
    private void requireWhole(String first, String last, List<StoredFile> copied) {
        if (!first.regionMatches(0, last, 0, TIMELINE_DIGITS)) {
            throw new RecoveryFailed("PostgreSQL began a new timeline during the backup");
        }
        var present = copied.stream().map(LogArchive::segment).collect(Collectors.toSet());
        for (long number = number(first); number <= number(last); number++) {
            String name = first.substring(0, TIMELINE_DIGITS) + "%08X%08X".formatted(number >> 8, number & 0xff);
            if (!present.contains(name)) {
                throw new RecoveryFailed("segment " + name + " of PostgreSQL's log is missing in " + folder);
            }
        }
    }

    private static long number(String segment) {
        long file = Long.parseLong(segment.substring(TIMELINE_DIGITS, 2 * TIMELINE_DIGITS), 16);
        return (file << 8) + Long.parseLong(segment.substring(2 * TIMELINE_DIGITS), 16);
    }
}
