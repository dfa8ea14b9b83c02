package polyclinic.audit.signing;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import polyclinic.audit.tree.Hashes;

/** The keys as files: {@code audit-signing.key} and one {@code audit-<keyId>.pub} for each trusted key, base64 of the encoded key. */
final class KeyFolder {
    static final String ALGORITHM = "Ed25519";

    private static final String PRIVATE_FILE = "audit-signing.key";
    private static final String PUBLIC_FILE = "audit-%s.pub";
    private static final String PUBLIC_FILE_PATTERN = "audit-[0-9a-f]{16}\\.pub";

    private final Path folder;

    KeyFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** The key that signs, made when there is none. */
    PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Path file = folder.resolve(PRIVATE_FILE);
        if (!Files.exists(file)) create(file);
        return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(read(file)));
    }

    /** Key id → key, in the order of the files' names. */
    Map<String, PublicKey> publicKeys() throws IOException, GeneralSecurityException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(KeyFolder::isPublicKey).sorted().toList();
        }
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (Path file : files) {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(read(file)));
            keys.put(id(key), key);
        }
        return keys;
    }

    /** The public key first and the private one by an atomic link, so that of two first starts one wins and no half is seen. */
    private void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        String keyId = id(pair.getPublic());
        Path publicFile = folder.resolve(String.format(PUBLIC_FILE, keyId));
        Files.writeString(publicFile, text(pair.getPublic().getEncoded()));
        Path draft = Files.createTempFile(
                folder,
                "audit-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text(pair.getPrivate().getEncoded()));
            Files.createLink(file, draft);
            Log.infof("made the key %s that signs audit checkpoints", keyId);
        } catch (FileAlreadyExistsException another) {
            Files.delete(publicFile);
        } finally {
            Files.delete(draft);
        }
    }

    private static boolean isPublicKey(Path file) {
        return String.valueOf(file.getFileName()).matches(PUBLIC_FILE_PATTERN);
    }

    private static byte[] read(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    private static String text(byte[] key) {
        return Base64.getEncoder().encodeToString(key) + "\n";
    }

    /** The first 16 hex digits of the key's SHA-256. */
    private static String id(PublicKey key) {
        return Hashes.hex(Hashes.sha256(key.getEncoded())).substring(0, 16);
    }
}
