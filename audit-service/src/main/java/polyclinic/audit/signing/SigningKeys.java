package polyclinic.audit.signing;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The Ed25519 key that signs checkpoints, made at the first start, and every public key that is trusted: those of which a
 * {@code audit-<keyId>.pub} lies in the same folder. To change the key, move {@code audit-signing.key} away and leave the
 * {@code .pub} files; replicas share the folder. A key that is only in a database is worth nothing here.
 */
@Startup
@Singleton
public class SigningKeys {
    private final PrivateKey signing;
    private final Map<String, PublicKey> trusted;
    private final String keyId;

    SigningKeys(@ConfigProperty(name = "polyclinic.keys") String folder) {
        try {
            KeyFolder files = new KeyFolder(Path.of(folder));
            signing = files.privateKey();
            trusted = files.publicKeys();
            keyId = matching(signing, trusted);
        } catch (IOException e) {
            throw new UncheckedIOException("POLYCLINIC_KEYS: cannot keep the signing key in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("POLYCLINIC_KEYS: no Ed25519 key in " + folder, e);
        }
    }

    /** The id of the key that signs now. */
    public String keyId() {
        return keyId;
    }

    /** The signature of the text in UTF-8, base64. */
    public String sign(String text) {
        try {
            return Base64.getEncoder().encodeToString(sign(signing, text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key signed the text and is trusted. Never fails, whatever the arguments are. */
    public boolean isSigned(String keyId, String text, String signature) {
        PublicKey key = trusted.get(keyId);
        if (key == null) return false;
        try {
            return verifies(
                    key,
                    text.getBytes(StandardCharsets.UTF_8),
                    Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return false;
        }
    }

    /** Every trusted public key. */
    public List<PublicKeyView> publicKeys() {
        return trusted.entrySet().stream()
                .map(key -> view(key.getKey(), key.getValue()))
                .toList();
    }

    /** The trusted public key with this id, or null. */
    public @Nullable PublicKeyView publicKey(String id) {
        PublicKey key = trusted.get(id);
        return key == null ? null : view(id, key);
    }

    private PublicKeyView view(String id, PublicKey key) {
        return new PublicKeyView(
                id, KeyFolder.ALGORITHM, Base64.getEncoder().encodeToString(key.getEncoded()), id.equals(keyId));
    }

    /** The id of the public key that belongs to the private one, found by trying. */
    private static String matching(PrivateKey signing, Map<String, PublicKey> trusted) throws GeneralSecurityException {
        byte[] probe = "any text".getBytes(StandardCharsets.UTF_8);
        byte[] signature = sign(signing, probe);
        for (Map.Entry<String, PublicKey> key : trusted.entrySet())
            if (verifies(key.getValue(), probe, signature)) return key.getKey();
        throw new GeneralSecurityException("the public key of the key that signs is missing");
    }

    private static byte[] sign(PrivateKey key, byte[] data) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(KeyFolder.ALGORITHM);
        signer.initSign(key);
        signer.update(data);
        return signer.sign();
    }

    private static boolean verifies(PublicKey key, byte[] data, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(KeyFolder.ALGORITHM);
        verifier.initVerify(key);
        verifier.update(data);
        return verifier.verify(signature);
    }
}
