package polyclinic.recovery.repository;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The files of a backup. Each is encrypted as a stream (Tink's AES-GCM-HKDF streaming AEAD), with its name authenticated, so
 * that one cannot be put in the place of another; each is there whole or not at all.
 */
public final class BackupRepository implements AutoCloseable {
    private static final String KEY_FILE = "key.json";
    private static final int UNPACKING_BYTES = 1 << 16;
    /** Staged files of a run that is not there any more. */
    private static final Duration LEFT_OVER = Duration.ofMinutes(1);

    private final ObjectStore store;
    private final RepositoryKey key;

    BackupRepository(ObjectStore store, RepositoryKey key) {
        this.store = store;
        this.key = key;
    }

    /** Opens a backup, or begins one where nothing lies. */
    public static BackupRepository create(ObjectStore store, String passphrase) {
        try {
            if (!store.contains(KEY_FILE)) {
                if (!store.list("").isEmpty()) {
                    throw new RecoveryFailed(store + " holds something else already");
                }
                Path staged = Files.createTempFile(store.staging(), "key", "");
                Files.writeString(staged, RepositoryKey.create(passphrase));
                store.put(KEY_FILE, staged);
            }
            return open(store, passphrase);
        } catch (IOException e) {
            throw new RecoveryFailed("the backup cannot be written to " + store, e);
        }
    }

    /** @throws RecoveryFailed when there is no backup, or the passphrase is another one */
    public static BackupRepository open(ObjectStore store, String passphrase) {
        try (InputStream file = store.open(KEY_FILE)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new BackupRepository(store, RepositoryKey.open(text, passphrase));
        } catch (NoSuchFileException e) {
            throw new RecoveryFailed("there is no backup in " + store);
        } catch (IOException e) {
            throw new RecoveryFailed("the backup in " + store + " cannot be read", e);
        }
    }

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file and returns what a manifest says of it. */
    public StoredFile write(String name, Content content) {
        StagedFile staged = stage(name, content);
        publish(staged);
        return staged.file();
    }

    /** Writes a file that is not in the backup before {@link #publish}. */
    public StagedFile stage(String name, Content content) {
        try {
            Path path = Files.createTempFile(store.staging(), "part", "");
            MessageDigest digest = sha256();
            long size;
            try (OutputStream file = Files.newOutputStream(path);
                    OutputStream encrypted = key.streaming().newEncryptingStream(file, name(name));
                    CountingStream counted = new CountingStream(new DigestOutputStream(encrypted, digest))) {
                content.writeTo(counted);
                counted.flush();
                size = counted.count();
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(path);
                throw e;
            }
            return new StagedFile(new StoredFile(name, size, HexFormat.of().formatHex(digest.digest())), path);
        } catch (IOException | GeneralSecurityException e) {
            throw new RecoveryFailed(name + " cannot be written to " + store, e);
        }
    }

    public void publish(StagedFile staged) {
        try {
            store.put(staged.file().name(), staged.path());
        } catch (IOException e) {
            throw new RecoveryFailed(staged.file().name() + " cannot be written to " + store, e);
        }
    }

    /**
     * Opens a file. Its end is reached only if it is, byte for byte, what the manifest says.
     *
     * @throws RecoveryFailed when it is missing or damaged, also while it is read
     */
    public InputStream read(StoredFile file) {
        try {
            return new CheckedStream(decrypted(file.name()), file, sha256());
        } catch (IOException | GeneralSecurityException e) {
            throw damaged(file.name(), e);
        }
    }

    /** What is done with the content of a file. */
    @FunctionalInterface
    public interface Reading {
        void read(InputStream content) throws IOException;
    }

    /**
     * Unpacks a file (gzip). It is read to its very end whatever is read of its content, since only there it is known to be what
     * the manifest says.
     *
     * @throws IOException of whoever reads, and when it is no gzip
     */
    public void unpack(StoredFile file, Reading reading) throws IOException {
        try (InputStream in = read(file);
                InputStream unpacked = new GZIPInputStream(in, UNPACKING_BYTES)) {
            reading.read(unpacked);
            unpacked.transferTo(OutputStream.nullOutputStream());
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Reads a file to its end, which proves that it is what the manifest says. */
    public void verify(StoredFile file) {
        try (InputStream in = read(file)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(file.name(), e);
        }
    }

    /** Returns a small file whole; it is authentic, but whether it is the newest of its name nobody says. */
    public byte[] read(String name) {
        try (InputStream in = decrypted(name)) {
            return in.readAllBytes();
        } catch (IOException | GeneralSecurityException e) {
            throw damaged(name, e);
        }
    }

    public boolean contains(String name) {
        try {
            return store.contains(name);
        } catch (IOException e) {
            throw new RecoveryFailed("the backup in " + store + " cannot be read", e);
        }
    }

    /** Returns the names that begin with the prefix. */
    public List<String> list(String prefix) {
        try {
            return store.list(prefix);
        } catch (IOException e) {
            throw new RecoveryFailed("the backup in " + store + " cannot be listed", e);
        }
    }

    public void delete(String name) {
        try {
            store.delete(name);
        } catch (IOException e) {
            throw new RecoveryFailed(name + " cannot be deleted from " + store, e);
        }
    }

    /** Returns the folder for what is being written, on this machine. */
    public Path staging() throws IOException {
        return store.staging();
    }

    /** Deletes what runs that were killed left behind unfinished. */
    public void deleteLeftOvers() {
        Instant old = Instant.now().minus(LEFT_OVER);
        try (Stream<Path> files = Files.list(store.staging())) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new RecoveryFailed("the folder for unfinished files cannot be read", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }

    private InputStream decrypted(String name) throws IOException, GeneralSecurityException {
        InputStream file = new BufferedInputStream(store.open(name));
        try {
            return key.streaming().newDecryptingStream(file, name(name));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static RecoveryFailed damaged(String name, Exception cause) {
        return new RecoveryFailed(
                name + " of the backup is " + (cause instanceof NoSuchFileException ? "missing" : "damaged"));
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
