package polyclinic.recovery.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import polyclinic.recovery.progress.RecoveryFailed;

/** The Ed25519 key by which whoever makes recovery points signs them. */
public final class PointSigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE_FILE = "manifests.key";
    private static final String PUBLIC_FILE = "manifests.pub";

    private final PrivateKey secret;
    private final byte[] open;

    private PointSigningKey(PrivateKey secret, byte[] open) {
        this.secret = secret;
        this.open = open.clone();
    }

    /** Returns the key of a folder, made at the first time. */
    public static PointSigningKey in(Path folder) {
        try {
            if (!Files.exists(folder.resolve(PRIVATE_FILE))) {
                make(folder);
            }
            byte[] secret = Base64.getDecoder()
                    .decode(Files.readString(folder.resolve(PRIVATE_FILE)).strip());
            byte[] open = Base64.getDecoder()
                    .decode(Files.readString(folder.resolve(PUBLIC_FILE)).strip());
            return new PointSigningKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret)), open);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new RecoveryFailed("the key that signs recovery points cannot be read from " + folder, e);
        }
    }

    /** Returns the public key (X.509, DER). */
    public byte[] publicKey() {
        return open.clone();
    }

    byte[] sign(byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(secret);
        signature.update(content);
        return signature.sign();
    }

    private static void make(Path folder) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Files.writeString(folder.resolve(PUBLIC_FILE), base64(pair.getPublic().getEncoded()));
        Path file = folder.resolve(PRIVATE_FILE);
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(base64(pair.getPrivate().getEncoded()).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key) + "\n";
    }
}
