package polyclinic.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.process.Secrets;

/**
 * The Ed25519 keys by which services sign their entries of the audit trail: the private one is in the service's own folder,
 * the public one in that of audit-service as well. They are there before the service starts, so that its first entry is
 * believed.
 */
public final class EntryKeys {
    private static final String PRIVATE_FILE = "audit-entries.key";
    private static final String CHECKPOINTS_FILE = "audit-signing.key";

    private final Path producers;

    /** @param producers where audit-service finds the public keys of all services */
    public EntryKeys(Path producers) {
        this.producers = producers;
    }

    Path producers() {
        return producers;
    }

    /** Makes the service's key if there is none, and hands on each of its public keys. */
    public void provide(String service, Path keys) {
        try {
            Files.createDirectories(keys);
            Files.createDirectories(producers);
            if (!Files.exists(keys.resolve(PRIVATE_FILE))) {
                make(keys, PRIVATE_FILE, service + "-%s.pub");
            }
            for (Path file : publicKeys(service, keys)) {
                Path copy = producers.resolve(file.getFileName());
                if (!Files.exists(copy)) {
                    Secrets.writePrivately(copy, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key of " + service, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the key by which audit-service signs checkpoints, if there is none; locally the service makes it itself. */
    public static void provideForCheckpoints(Path keys) {
        makeOnce(keys, CHECKPOINTS_FILE, "audit-%s.pub");
    }

    /** Makes the key by which recovery points are signed, if there is none; locally the program makes it itself. */
    public static void provideForRecovery(Path keys) {
        makeOnce(keys, "manifests.key", "manifests.pub");
    }

    private static void makeOnce(Path keys, String privateFile, String publicFile) {
        try {
            Files.createDirectories(keys);
            if (!Files.exists(keys.resolve(privateFile))) {
                make(keys, privateFile, publicFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key " + privateFile, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path keys, String privateFile, String publicFile)
            throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String id = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded))
                .substring(0, 16);
        Files.writeString(keys.resolve(publicFile.formatted(id)), base64(encoded));
        Secrets.writePrivately(
                keys.resolve(privateFile), base64(pair.getPrivate().getEncoded()));
    }

    private static List<Path> publicKeys(String service, Path keys) throws IOException {
        try (Stream<Path> files = Files.list(keys)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(service + "-[0-9a-f]{16}\\.pub"))
                    .toList();
        }
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key) + "\n";
    }
}
