package polyclinic.asset.transfers;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.EntrySigning;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/**
 * Makes links to this service that carry their own proof, and reads them. All replicas know the same key: it is derived from that of
 * the service's audit entries, as that of cursors is, so that nobody has to keep another secret. A new key ends all links.
 *
 * <p>A token is base64url of an HMAC-SHA-256 and of what it is over: purpose, id, to whom it was given, and when it ends.
 */
@Startup
@ApplicationScoped
public class TransferTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF_BYTES = 32;
    private static final int MAX_LENGTH = 600;
    private static final String PATH = "/api/v1/transfers?token=";

    private final SecretKeySpec key;
    private final Clock clock;

    TransferTokens(
            @ConfigProperty(name = "polyclinic.keys") String folder,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create,
            @ConfigProperty(name = "quarkus.application.name") String service,
            Clock clock) {
        this.key = new SecretKeySpec(
                EntrySigning.keys(Path.of(folder), service).privateKey(create).secretFor("transfers"), ALGORITHM);
        this.clock = clock;
    }

    /** A reference to be resolved against the address by which the client reaches the API. */
    public String url(TransferToken token) {
        String content = token.purpose().name()
                + ' '
                + token.id()
                + ' '
                + token.expiresAt().getEpochSecond()
                + ' '
                + token.subject();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[PROOF_BYTES + bytes.length];
        System.arraycopy(proof(bytes), 0, all, 0, PROOF_BYTES);
        System.arraycopy(bytes, 0, all, PROOF_BYTES, bytes.length);
        return PATH + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** @throws Problem 404 when the service has made no such link for this purpose, 410 {@code link-expired} when it is over */
    public TransferToken require(@Nullable String text, TransferToken.Purpose purpose) {
        TransferToken token = read(text);
        if (token == null || token.purpose() != purpose) throw new NotFound("transfer");
        if (!token.expiresAt().isAfter(clock.instant()))
            throw new Problem(410, "link-expired", "The link is no longer valid; ask for another one.");
        return token;
    }

    private @Nullable TransferToken read(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH) return null;
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        if (all.length <= PROOF_BYTES) return null;
        byte[] content = new byte[all.length - PROOF_BYTES];
        byte[] proof = new byte[PROOF_BYTES];
        System.arraycopy(all, 0, proof, 0, PROOF_BYTES);
        System.arraycopy(all, PROOF_BYTES, content, 0, content.length);
        if (!MessageDigest.isEqual(proof, proof(content))) return null;
        String[] members = new String(content, StandardCharsets.UTF_8).split(" ", 4);
        return new TransferToken(
                TransferToken.Purpose.valueOf(members[0]),
                UUID.fromString(members[1]),
                members[3],
                Instant.ofEpochSecond(Long.parseLong(members[2])));
    }

    private byte[] proof(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
