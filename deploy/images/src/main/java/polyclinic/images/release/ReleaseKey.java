package polyclinic.images.release;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The Ed25519 key (RFC 8032) that signs lists of images, in the files of all keys of the suite: base64 of PKCS #8 for the private one, of
 * X.509 for the public one.
 */
final class ReleaseKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int ID_LENGTH = 16;

    private ReleaseKey() {}

    /**
     * Returns the signature of what is signed.
     *
     * @param privateKey the file of the key
     * @throws IOException when it cannot be read or is no such key
     */
    static byte[] sign(Path privateKey, byte[] text) throws IOException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(privateKey)));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException(privateKey + " holds no Ed25519 private key", e);
        }
    }

    /** @throws IOException when the key cannot be read or is no such key */
    static boolean verifies(Path publicKey, byte[] text, byte[] signed) throws IOException {
        PublicKey key;
        try {
            key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(publicKey)));
        } catch (GeneralSecurityException e) {
            throw new IOException(publicKey + " holds no Ed25519 public key", e);
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** Returns the file of the public key that belongs to a private one: the same name with {@code .pub}. */
    static Path publicFile(Path privateKey) {
        return privateKey.resolveSibling(privateKey.getFileName() + ".pub");
    }

    /** Makes both files when there is no private one, readable by their owner alone. */
    static void provide(Path privateKey) throws IOException {
        if (Files.exists(privateKey)) {
            return;
        }
        try {
            Files.createDirectories(privateKey.toAbsolutePath().getParent());
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Files.createFile(
                    privateKey, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(privateKey, encoded(pair.getPrivate().getEncoded()));
            Files.writeString(publicFile(privateKey), encoded(pair.getPublic().getEncoded()));
        } catch (FileAlreadyExistsException another) {
            // Somebody else made it at the same time; it is as good.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the first 16 hex digits of the SHA-256 of the public key, as the suite names all its keys. */
    static String id(Path publicKey) throws IOException {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(decoded(publicKey));
            return HexFormat.of().formatHex(sum).substring(0, ID_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decoded(Path file) throws IOException {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not base64", e);
        }
    }

    private static String encoded(byte[] key) {
        return Base64.getEncoder().encodeToString(key) + "\n";
    }
}
