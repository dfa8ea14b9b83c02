package polyclinic.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.audit.ingest.EntrySamples.entry;
import static polyclinic.audit.signing.ProducerSamples.signed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.audit.EntrySigning;
import polyclinic.commons.json.Json;
import polyclinic.commons.signatures.SignatureKey;
import polyclinic.commons.testing.servers.TopicClient;

/** Whoever may write into the topic cannot make evidence. */
@QuarkusTest
class EntrySignaturesTest extends ServiceTest {
    private static final String TOPIC = "audit.entries";

    @Inject
    MeterRegistry metrics;

    @Test
    void an_entry_keeps_the_signature_of_its_service() {
        AuditEntry entry = entry();

        send(signed(entry));

        Document stored = arrived(entry.id());
        assertThat(stored.get("signature", Document.class))
                .containsEntry(
                        "keyId",
                        ProducerSamples.key("patient-service").publicKey().id())
                .containsKey("value");
        assertThat(stored).doesNotContainKey("metadata");
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void an_entry_that_nobody_signed_never_enters_a_chain() {
        AuditEntry entry = entry();

        refused(entry, Json.write(entry), "unsigned");
    }

    @Test
    void an_entry_that_was_changed_after_it_was_signed_never_enters_a_chain() {
        AuditEntry entry = entry();

        refused(entry, signed(entry).replace("\"sub\"", "\"another\""), "forged");
    }

    @Test
    void an_entry_with_the_signature_of_another_entry_never_enters_a_chain() {
        AuditEntry entry = entry();
        String other = signed(entry());
        String signature =
                other.substring(other.indexOf(",\"signature\""), other.indexOf("}", other.indexOf("value")) + 1);

        refused(entry, Json.write(entry).replaceFirst("}$", signature + "}"), "forged");
    }

    @Test
    void a_stolen_key_signs_for_its_own_service_alone() {
        AuditEntry entry = entry();

        refused(entry, signed(entry, ProducerSamples.key("notes-service")), "foreign_key");
    }

    @Test
    void the_key_of_audit_service_signs_for_no_other_service() {
        AuditEntry entry = entry();
        SignatureKey own =
                EntrySigning.keys(Path.of("target/keys"), "audit-service").privateKey(false);

        refused(entry, signed(entry, own), "foreign_key");
    }

    @Test
    void a_key_that_nobody_knows_is_not_believed() throws Exception {
        AuditEntry entry = entry();

        refused(entry, signed(entry, SignatureKey.random()), "unknown_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64!"})
    void a_signature_that_is_none_is_not_believed(String value) {
        AuditEntry entry = entry();
        String body = signed(entry).replaceFirst("\"value\":\"[^\"]*\"", "\"value\":\"" + value + "\"");

        send(body);

        TopicClient.await("audit-service.dead-letter", message -> body.equals(message.body()));
        assertThat(collection("entries")
                        .countDocuments(new Document("id", entry.id().toString())))
                .isZero();
    }

    @Test
    void each_of_a_services_keys_is_believed_so_that_one_can_be_changed() {
        AuditEntry before = entry();
        AuditEntry since = entry();

        send(signed(before, ProducerSamples.olderKey("patient-service")));
        send(signed(since));

        arrived(before.id());
        arrived(since.id());
    }

    @Test
    void an_entry_that_comes_again_signed_with_another_key_of_its_service_is_the_same() {
        AuditEntry entry = entry();
        String again = signed(entry, ProducerSamples.olderKey("patient-service"));
        AuditEntry behind = entry();

        send(signed(entry));
        send(again);
        send(signed(behind));

        arrived(behind.id());
        assertThat(collection("entries")
                        .countDocuments(new Document("id", entry.id().toString())))
                .isOne();
        assertThat(TopicClient.all("audit-service.dead-letter")).noneMatch(message -> again.equals(message.body()));
    }

    @Test
    void an_entry_that_waited_for_hours_is_taken_and_marked() {
        AuditEntry entry = entry(Instant.now().minus(5, ChronoUnit.HOURS));

        send(signed(entry));

        assertThat(arrived(entry.id()).get("metadata", Document.class))
                .containsEntry("timing", "late")
                .containsKey("receivedAt");
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void an_entry_of_tomorrow_is_marked() {
        AuditEntry entry = entry(Instant.now().plus(1, ChronoUnit.DAYS));

        send(signed(entry));

        assertThat(arrived(entry.id()).get("metadata", Document.class)).containsEntry("timing", "ahead");
    }

    private void refused(AuditEntry entry, String body, String reason) {
        double before = count(reason);

        send(body);
        AuditEntry behind = entry();
        send(signed(behind));

        arrived(behind.id());
        assertThat(TopicClient.await("audit-service.dead-letter", message -> body.equals(message.body()))
                        .headers())
                .containsEntry("dead-letter-reason", "the entry's signature is not believed: " + reason);
        assertThat(collection("entries")
                        .countDocuments(new Document("id", entry.id().toString())))
                .isZero();
        assertThat(count(reason)).isEqualTo(before + 1);
    }

    private double count(String reason) {
        Counter counter =
                metrics.find("polyclinic.audit.refused").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void send(String body) {
        TopicClient.send(TOPIC, "key", Map.of(), body);
    }

    private Document arrived(UUID id) {
        return arrived("entries", id.toString());
    }
}
