package polyclinic.commons.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.json.Json;
import polyclinic.commons.signatures.KeyFolder;
import polyclinic.commons.signatures.SignatureKey;

/**
 * Signs the service's audit entries with its own Ed25519 key, so that audit-service need not believe whatever lies on the
 * topic. The key is {@code audit-entries.key} in {@code POLYCLINIC_KEYS}; without it the service does not start.
 */
@Startup
@Singleton
public class EntrySigning {
    private static final String PRIVATE_FILE = "audit-entries.key";
    /** As audit-service keeps instants: what it stores must be what was signed. */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final SignatureKey key;

    @Inject
    EntrySigning(
            @ConfigProperty(name = "polyclinic.keys") String folder,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(keys(Path.of(folder), service).privateKey(create));
    }

    public EntrySigning(SignatureKey key) {
        this.key = key;
    }

    /** The files of a service's key. */
    public static KeyFolder keys(Path folder, String service) {
        return new KeyFolder(folder, PRIVATE_FILE, service);
    }

    /**
     * The entry as JSON with the member {@code signature}: {@code keyId}, and as {@code value} the base64 of the signature of
     * all the other members in their canonical form (RFC 8785), in UTF-8.
     */
    public String signed(AuditEntry entry) {
        ObjectNode members = Json.MAPPER.valueToTree(entry);
        members.put("occurredAt", timestamp(entry.occurredAt()));
        String canonical = CanonicalJson.text(members);
        String value = Base64.getEncoder().encodeToString(key.sign(canonical.getBytes(StandardCharsets.UTF_8)));
        return canonical.substring(0, canonical.length() - 1) + ",\"signature\":{\"keyId\":\""
                + key.publicKey().id() + "\",\"value\":\"" + value + "\"}}";
    }

    private static String timestamp(Instant instant) {
        return MICROSECONDS.format(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
