package polyclinic.local.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked programs, shared by the launcher and all tests of a checkout: {@code .polyclinic/dist}. Two processes may unpack at
 * once: each does it aside, under a lock, and moves the result into place.
 */
public final class Distribution {
    private Distribution() {}

    /** What fills a folder. */
    public interface Filling {
        void into(Path folder) throws IOException;
    }

    /** Set by POLYCLINIC_DIST or the property polyclinic.dist, else in the checkout, else in the user's cache. */
    public static Path root() {
        String set = System.getProperty("polyclinic.dist", System.getenv("POLYCLINIC_DIST"));
        if (set != null && !set.isBlank()) {
            return Path.of(set).toAbsolutePath();
        }
        Path checkout = checkout();
        return checkout != null
                ? checkout.resolve(".polyclinic/dist")
                : Path.of(System.getProperty("user.home"), ".cache/polyclinic/dist");
    }

    /** The checkout that this process runs in, null outside of one. */
    public static @Nullable Path checkout() {
        String set = System.getProperty("polyclinic.root");
        Path found = set == null || set.isBlank() ? null : above(Path.of(set));
        return found != null ? found : above(Path.of(""));
    }

    private static @Nullable Path above(Path start) {
        Path folder = start.toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("deploy/local/servers"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The folder of that name, filled once. */
    public static Path once(String name, Filling filling) {
        Path folder = root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(root());
            try (FileChannel lock = FileChannel.open(
                    root().resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                synchronized (Distribution.class) {
                    lock.lock();
                    if (!Files.isDirectory(folder)) {
                        Path aside = Files.createTempDirectory(root(), name + ".part");
                        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
                        try {
                            filling.into(aside);
                            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
                        } finally {
                            delete(aside);
                        }
                    }
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name + " into " + root(), e);
        }
    }

    /** Unpacks a .tar.xz stream. */
    public static void untarXz(InputStream packed, Path folder) throws IOException {
        try (ArchiveInputStream<TarArchiveEntry> tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(folder, entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    write(tar, target, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    /** Unpacks a zip file without its first folder. */
    public static void unzip(Path packed, Path folder) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(packed).get()) {
            var entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                Path within = Path.of(entry.getName());
                if (entry.isDirectory() || within.getNameCount() < 2) {
                    continue;
                }
                Path target =
                        folder.resolve(within.subpath(1, within.getNameCount())).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    write(in, target, (entry.getUnixMode() & 0100) != 0);
                }
            }
        }
    }

    /** Deletes a folder with all that is in it; symbolic links are deleted, not followed. */
    public static void delete(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    private static Path inside(Path folder, ArchiveEntry entry) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry outside of the archive: " + entry.getName());
        }
        return target;
    }

    private static void write(InputStream in, Path target, boolean executable) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        if (executable) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
