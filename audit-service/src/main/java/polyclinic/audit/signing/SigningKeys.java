package polyclinic.audit.signing;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.signatures.KeyFolder;
import polyclinic.commons.signatures.SignatureKey;
import polyclinic.commons.signatures.VerifyingKey;

/**
 * The Ed25519 key that signs checkpoints, and every public key that is trusted: those of which an {@code audit-<keyId>.pub}
 * lies in the same folder. To change the key, replace {@code audit-signing.key} and leave the {@code .pub} files; replicas
 * share the folder. A key that is only in a database is worth nothing here.
 */
@Startup
@Singleton
public class SigningKeys {
    private static final String PRIVATE_FILE = "audit-signing.key";
    private static final String OWNER = "audit";

    private final SignatureKey signing;
    private final Map<String, VerifyingKey> trusted;

    SigningKeys(
            @ConfigProperty(name = "polyclinic.keys") String folder,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create) {
        KeyFolder files = new KeyFolder(Path.of(folder), PRIVATE_FILE, OWNER);
        signing = files.privateKey(create);
        trusted = new LinkedHashMap<>(files.publicKeys());
        trusted.putIfAbsent(signing.publicKey().id(), signing.publicKey());
    }

    /** The id of the key that signs now. */
    public String keyId() {
        return signing.publicKey().id();
    }

    /** The signature of the text in UTF-8, base64. */
    public String sign(String text) {
        return Base64.getEncoder().encodeToString(signing.sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the key signed the text and is trusted. Never fails, whatever the arguments are. */
    public boolean isSigned(String keyId, String text, String signature) {
        VerifyingKey key = trusted.get(keyId);
        return key != null && Signatures.isValid(key, text, signature);
    }

    /** Every trusted public key. */
    public List<PublicKeyView> publicKeys() {
        return trusted.values().stream().map(this::view).toList();
    }

    /** The trusted public key with this id, or null. */
    public @Nullable PublicKeyView publicKey(String id) {
        VerifyingKey key = trusted.get(id);
        return key == null ? null : view(key);
    }

    private PublicKeyView view(VerifyingKey key) {
        return new PublicKeyView(
                key.id(),
                PublicKeyView.ED25519,
                Base64.getEncoder().encodeToString(key.encoded()),
                key.id().equals(keyId()));
    }
}
