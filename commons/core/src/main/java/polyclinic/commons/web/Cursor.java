package polyclinic.commons.web;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.EntrySigning;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

/**
 * Opaque cursors for keyset pages: the sort key of the last row shown, behind a proof that the service made it. So whatever a
 * store or a driver would choke on never reaches it, and clients come to depend on nothing in it.
 *
 * <p>The text is base64url of the first 12 bytes of an HMAC-SHA-256, and of what it is over: a JSON array of texts.
 */
public final class Cursor {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF_BYTES = 12;
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Without a running service there is no other replica that would have to know it. */
    private static volatile SecretKeySpec key = new SecretKeySpec(new SecureRandom().generateSeed(32), ALGORITHM);

    private Cursor() {}

    /**
     * All replicas of a service have the same key, also after a restart: it is derived from that of the service's audit entries,
     * so that nobody has to keep another secret. A new key for entries ends the lists that somebody is in the middle of.
     */
    @Startup
    @Singleton
    static final class Signing {
        @Inject
        Signing(
                @ConfigProperty(name = "polyclinic.keys") String folder,
                @ConfigProperty(name = "polyclinic.keys.create") boolean create,
                @ConfigProperty(name = "quarkus.application.name") String service) {
            key = new SecretKeySpec(
                    EntrySigning.keys(Path.of(folder), service)
                            .privateKey(create)
                            .secretFor("cursors"),
                    ALGORITHM);
        }
    }

    public static String encode(Object... parts) {
        byte[] text =
                Json.write(Arrays.stream(parts).map(String::valueOf).toList()).getBytes(StandardCharsets.UTF_8);
        byte[] cursor = Arrays.copyOf(proof(text), PROOF_BYTES + text.length);
        System.arraycopy(text, 0, cursor, PROOF_BYTES, text.length);
        return ENCODER.encodeToString(cursor);
    }

    /** The parts of a cursor, or null when there is none; 422 when it is not one of ours, or one of another list. */
    public static @Nullable List<String> decode(@Nullable String cursor, int parts) {
        if (cursor == null || cursor.isEmpty()) return null;
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            // The decoder takes padding and unused bits that no cursor has.
            if (bytes.length <= PROOF_BYTES || !ENCODER.encodeToString(bytes).equals(cursor)) throw invalid();
            byte[] text = Arrays.copyOfRange(bytes, PROOF_BYTES, bytes.length);
            if (!MessageDigest.isEqual(proof(text), Arrays.copyOf(bytes, PROOF_BYTES))) throw invalid();
            List<String> found = Json.MAPPER.readValue(text, TEXTS);
            if (found.size() == parts) return found;
        } catch (IllegalArgumentException | IOException e) {
            // answered below
        }
        throw invalid();
    }

    private static byte[] proof(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(text), PROOF_BYTES);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** A cursor that is one id, or null. */
    public static @Nullable UUID id(@Nullable String cursor) {
        List<String> parts = decode(cursor, 1);
        if (parts == null) return null;
        try {
            return UUID.fromString(parts.get(0));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    public static Problem invalid() {
        return Problem.invalid("after", "must be the next of an earlier page");
    }

    /** The page size asked for: 1–200, 50 when it is not said. */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) return 50;
        if (limit < 1 || limit > 200) throw Problem.invalid("limit", "must be between 1 and 200");
        return limit;
    }
}
