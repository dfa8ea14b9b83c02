package polyclinic.recovery.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import polyclinic.recovery.kafka.AuditTopic;
import polyclinic.recovery.kafka.Broker;
import polyclinic.recovery.manifest.Envelope;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The audit entry that says that the suite was restored, and to which point. It is signed, like all others, by who sends it:
 * with a key made for this one entry, whose public half is laid down where audit-service believes it.
 */
final class RestoreEntry {
    /** As audit-service knows who sent an entry; see its folder of public keys. */
    private static final String PRODUCER = "recovery";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private RestoreEntry() {}

    /** Sends it; it waits on the topic until audit-service runs. */
    static void send(PointManifest manifest, Path home, Broker broker) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] open = pair.getPublic().getEncoded();
            String keyId = Envelope.id(open);
            Path producers = Files.createDirectories(home.resolve("producers"));
            Files.writeString(
                    producers.resolve(PRODUCER + "-" + keyId + ".pub"),
                    Base64.getEncoder().encodeToString(open) + "\n");
            ObjectNode entry = entry(manifest);
            byte[] signed =
                    new JsonCanonicalizer(entry.toString()).getEncodedString().getBytes(StandardCharsets.UTF_8);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed);
            entry.putObject("signature")
                    .put("keyId", keyId)
                    .put("value", Base64.getEncoder().encodeToString(signature.sign()));
            AuditTopic.send(
                    broker, entry.path("id").asText(), new JsonCanonicalizer(entry.toString()).getEncodedString());
        } catch (IOException | GeneralSecurityException e) {
            throw new RecoveryFailed("the restore could not be noted in the audit trail", e);
        }
    }

    /** What is not known is absent: so audit-service writes it before it checks the signature. */
    private static ObjectNode entry(PointManifest manifest) {
        String who = System.getProperty("user.name", "unknown");
        ObjectNode entry = new ObjectMapper().createObjectNode();
        entry.put("id", UUID.randomUUID().toString());
        entry.put("occurredAt", MICROSECONDS.format(Instant.now()));
        ObjectNode actor =
                entry.putObject("actor").put("subject", "operator:" + who).put("name", who);
        actor.putArray("roles");
        entry.put("action", "suite.restored");
        entry.put("entityType", "recovery_point");
        entry.put("entityId", manifest.id());
        entry.put("outcome", "success");
        entry.put("reason", "restored to the state of " + manifest.time());
        entry.putArray("changedFields");
        entry.putObject("source").put("service", PRODUCER);
        return entry;
    }
}
