package polyclinic.gateway.sessionstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * SHA-256 of a secret that somebody else holds (base64url): what is stored goes by it, so that nobody who reads the store has the
 * secret.
 */
public record SessionKey(String hash) {

    private static final int SECRET_BYTES = 32;

    /** As {@link #newSecret} makes it. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of any text, such as a token's id. */
    public static SessionKey of(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new SessionKey(base64(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** 256 random bits in 43 characters that stand in cookies and addresses as they are. */
    public static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return base64(bytes);
    }

    /** Whether it may be one of ours; nothing else is worth a look into the store. */
    public static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /** In a time that does not depend on where they differ. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), of(secret).hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
