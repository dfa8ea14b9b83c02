package polyclinic.notes.webhooks.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks 1.0 says: HMAC-SHA-256 over id, time and body, which proves who sent it and when. */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SCHEME = "v1,";

    private WebhookSignature() {}

    /**
     * The value of {@code webhook-signature}.
     *
     * @param secret {@code whsec_} and the key in base64
     * @param timestamp in seconds since 1970, as in {@code webhook-timestamp}
     */
    static String of(String secret, String id, long timestamp, byte[] body) {
        byte[] key = Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return SCHEME + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
