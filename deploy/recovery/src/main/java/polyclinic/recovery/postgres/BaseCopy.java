package polyclinic.recovery.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import polyclinic.recovery.home.LivingFolder;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/**
 * Copies the files of a running PostgreSQL on this machine, as its manual describes for "low level" backups: what changes
 * meanwhile is mended by the log, from the place where the copy began.
 */
public final class BaseCopy {
    /** Folders whose content a server makes anew at its start. */
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Pattern LEFT_OUT = Pattern.compile(
            "postmaster\\.(pid|opts)|pgsql_tmp.*|pg_internal\\.init.*|backup_label.*|tablespace_map.*|backup_manifest.*"
                    + "|standby\\.signal|recovery\\.signal");

    /** What tells where the log is to be read from goes last. */
    private static final String CONTROL = "global/pg_control";

    private BaseCopy() {}

    /**
     * A base copy in the backup.
     *
     * @param firstSegment the first file of the log that it needs
     */
    public record Base(String label, StoredFile file, String firstSegment) {}

    /** Copies {@code data}, the server's folder, into the backup. */
    public static Base take(PostgresCluster cluster, Path data, String label, BackupRepository repository) {
        // The function that ends a backup works only in the session that began it.
        try (Connection session = cluster.connect()) {
            String first = PostgresCluster.text(
                    session, "select pg_walfile_name(pg_backup_start('" + label + "', fast => true))");
            StoredFile file = repository.write("base/" + label + ".tar.gz", out -> write(session, data, out));
            return new Base(label, file, first);
        } catch (SQLException e) {
            throw new RecoveryFailed("the base copy of PostgreSQL failed", e);
        }
    }

    private static void write(Connection session, Path data, OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new FastGzip(out), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (Path path : files(data)) {
            add(tar, data, path);
        }
        add(tar, data, data.resolve(CONTROL));
        addLabel(tar, session);
        tar.finish();
        tar.flush();
        tar.close();
    }

    private static List<Path> files(Path data) throws IOException {
        return LivingFolder.paths(data, path -> false).stream()
                .filter(path -> isWanted(data.relativize(path)))
                .toList();
    }

    private static boolean isWanted(Path relative) {
        boolean inEmpty = relative.getNameCount() > 1
                && EMPTY.contains(relative.getName(0).toString());
        boolean leftOut = Stream.iterate(0, index -> index + 1)
                .limit(relative.getNameCount())
                .anyMatch(index ->
                        LEFT_OUT.matcher(relative.getName(index).toString()).matches());
        return !inEmpty && !leftOut && !relative.toString().equals(CONTROL);
    }

    /** A file may vanish, grow or shrink meanwhile; the archive has as many bytes as it announced. */
    private static void add(TarArchiveOutputStream tar, Path data, Path path) throws IOException {
        String name = data.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
            throw new IOException(name + " is a link: table spaces elsewhere are not copied");
        }
        if (Files.isDirectory(path)) {
            tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
            tar.closeArchiveEntry();
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(path));
            entry.setMode(0100600);
            tar.putArchiveEntry(entry);
            copy(in, tar, entry.getSize());
            tar.closeArchiveEntry();
        } catch (NoSuchFileException vanished) {
            // A table was dropped; the log says so, too.
        }
    }

    private static void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                out.write(new byte[(int) Math.min(buffer.length, left)]);
                left -= Math.min(buffer.length, left);
            } else {
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private static void addLabel(TarArchiveOutputStream tar, Connection session) throws IOException {
        try (Statement statement = session.createStatement();
                ResultSet row =
                        statement.executeQuery("select labelfile from pg_backup_stop(wait_for_archive => false)")) {
            row.next();
            byte[] label = row.getString(1).getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry("backup_label");
            entry.setSize(label.length);
            entry.setMode(0100600);
            tar.putArchiveEntry(entry);
            tar.write(label);
            tar.closeArchiveEntry();
        } catch (SQLException e) {
            throw new IOException(RecoveryFailed.reason(e), e);
        }
    }

    /** The database's pages are mostly empty: the fastest level takes most of it away. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
