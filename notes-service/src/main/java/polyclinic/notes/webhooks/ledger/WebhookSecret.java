package polyclinic.notes.webhooks.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.EntrySigning;

/**
 * Secrets of webhooks, in the form of Standard Webhooks: {@code whsec_} and the base64 of 32 random bytes. In the store each lies as
 * JWE (RFC 7516) by AES-256-GCM, bound to its webhook. The key is derived from that of the service's audit entries: all replicas have
 * it, and an installation has no further secret to keep. With another one webhooks have to be registered anew.
 */
@ApplicationScoped
public class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final String PLACE = "webhook";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Key key;

    @Inject
    WebhookSecret(
            @ConfigProperty(name = "polyclinic.keys") String folder,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(EntrySigning.keys(Path.of(folder), service).privateKey(create).secretFor("webhooks"));
    }

    WebhookSecret(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    public String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    public String seal(UUID webhook, String secret) {
        JsonWebEncryption jwe = jwe();
        jwe.setAlgorithmHeaderValue(KeyManagementAlgorithmIdentifiers.DIRECT);
        jwe.setEncryptionMethodHeaderParameter(ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);
        jwe.setHeader(PLACE, webhook.toString());
        jwe.setPlaintext(secret);
        try {
            return jwe.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns null for what was not sealed with this key and for this webhook. */
    public @Nullable String open(UUID webhook, @Nullable String text) {
        if (text == null) return null;
        JsonWebEncryption jwe = jwe();
        try {
            jwe.setCompactSerialization(text);
            String secret = jwe.getPlaintextString();
            return webhook.toString().equals(jwe.getHeader(PLACE)) ? secret : null;
        } catch (JoseException otherKeyOrChanged) {
            return null;
        }
    }

    private JsonWebEncryption jwe() {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, KeyManagementAlgorithmIdentifiers.DIRECT));
        jwe.setContentEncryptionAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, ContentEncryptionAlgorithmIdentifiers.AES_256_GCM));
        jwe.setKey(key);
        return jwe;
    }
}
