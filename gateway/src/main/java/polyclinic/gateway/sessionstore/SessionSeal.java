package polyclinic.gateway.sessionstore;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Seals what lies in Redis: JWE (RFC 7516) by AES-256-GCM, bound to the place where it lies, so that nobody who writes there can put one
 * person's session in the place of another's. The key is derived by HKDF (RFC 5869) from the gateway's client secret: all replicas have
 * it, and an installation has no further secret to keep. With another client secret everybody signs in again.
 */
final class SessionSeal {

    private static final String HMAC = "HmacSHA256";
    private static final String SALT = "polyclinic gateway";
    private static final String LABEL = "browser sessions";
    private static final String PLACE = "place";

    private final Key key;

    SessionSeal(String secret) {
        byte[] extracted = hmac(utf8(SALT), utf8(secret));
        byte[] info = utf8(LABEL + "\u0001");
        key = new SecretKeySpec(hmac(extracted, info), "AES");
    }

    String seal(String place, JsonObject content) {
        JsonWebEncryption jwe = jwe();
        jwe.setAlgorithmHeaderValue(KeyManagementAlgorithmIdentifiers.DIRECT);
        jwe.setEncryptionMethodHeaderParameter(ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);
        jwe.setHeader(PLACE, place);
        jwe.setPlaintext(content.encode());
        try {
            return jwe.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns null for what was not sealed with this key and for this place. */
    @Nullable
    JsonObject open(String place, String text) {
        JsonWebEncryption jwe = jwe();
        try {
            jwe.setCompactSerialization(text);
            String content = jwe.getPlaintextString();
            return place.equals(jwe.getHeader(PLACE)) ? new JsonObject(content) : null;
        } catch (JoseException | DecodeException otherKeyOrChanged) {
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

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
