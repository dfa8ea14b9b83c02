package polyclinic.recovery.home;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** The files of a home that no store holds: keys, passwords, certificates. */
public final class HomeFiles {
    private static final Pattern WANTED = Pattern.compile(
            "(.*/)?secrets\\.properties|[a-z-]+/keys/.+|producers/.+|tls/.+|recovery/[a-z.-]+\\.(key|pub)|postgres/made-.+");

    private static final Pattern ELSEWHERE = Pattern.compile("(recovery/staging|[a-z-]+/data|mongo/(stand-in|mongod))");

    private static final int PRIVATE_MODE = 0100600;

    private HomeFiles() {}

    /** Copies them into the backup. */
    public static StoredFile copy(Path home, BackupRepository repository, String id) {
        return repository.write("home/" + id + ".tar.gz", out -> write(home, out));
    }

    /** Brings them back, readable for their owner alone. */
    public static void restore(StoredFile file, BackupRepository repository, Path home) {
        try {
            repository.unpack(file, in -> unpack(in, home));
        } catch (IOException e) {
            throw new RecoveryFailed("keys and secrets could not be written to " + home, e);
        }
    }

    private static void unpack(InputStream in, Path home) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in), "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = home.resolve(entry.getName()).normalize();
            if (!path.startsWith(home) || !entry.isFile()) {
                throw new IOException(entry.getName() + " does not belong into a home");
            }
            Files.createDirectories(path.getParent());
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static void write(Path home, OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (Path file : files(home)) {
            byte[] content;
            try {
                content = Files.readAllBytes(file);
            } catch (NoSuchFileException vanished) {
                continue;
            }
            TarArchiveEntry entry = new TarArchiveEntry(home.relativize(file).toString());
            entry.setSize(content.length);
            entry.setMode(PRIVATE_MODE);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        tar.close();
    }

    private static List<Path> files(Path home) throws IOException {
        return LivingFolder.paths(
                        home, path -> ELSEWHERE.matcher(name(home, path)).matches())
                .stream()
                .filter(path -> WANTED.matcher(name(home, path)).matches() && Files.isRegularFile(path))
                .sorted()
                .toList();
    }

    private static String name(Path home, Path path) {
        return home.relativize(path).toString();
    }
}
