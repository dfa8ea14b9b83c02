package polyclinic.notes.webhooks.ledger;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class WebhookMessageTest {
    private static final UUID ENTITY = UUID.randomUUID();

    /** By what the type begins with: an event of a new kind has to be thought about here. */
    private static final Set<String> NOT_TOLD = Set.of(
            "ai-proposal",
            "audit",
            "cancellation",
            "credit-note",
            "dispense",
            "doctor",
            "document",
            "encounter",
            "invoice",
            "order",
            "payment",
            "price",
            "restatement",
            "settlement",
            "shift",
            "stock");

    @Test
    void each_kind_of_event_is_told_or_named_here() {
        Set<String> kinds = kinds(EventContracts.samples("").keySet());
        Set<String> told = kinds(EventContracts.samples("").entrySet().stream()
                .filter(sample ->
                        message(sample.getKey(), data(sample.getValue()).put("status", "signed")) != null)
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet()));

        assertThat(kinds.stream().filter(kind -> !told.contains(kind))).allMatch(NOT_TOLD::contains);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "queue",
                        "appointment",
                        "alert",
                        "task",
                        "patient",
                        "prescription",
                        "lab-request",
                        "clinical-data",
                        "history",
                        "note",
                        "transcript",
                        "asset");
    }

    @Test
    void a_message_has_its_type_and_whats_it_is_and_nothing_else() {
        WebhookMessage message = Objects.requireNonNull(message("note.entered-in-error.v1", data("{}")));

        assertThat(message.topic()).isEqualTo(WebhookTopic.NOTES);
        assertThat(message.entityType()).isEqualTo("note");
        assertThat(message.entityId()).isEqualTo(ENTITY);
        assertThat(message.deleted()).isTrue();
    }

    @Test
    void drafts_files_of_nobody_and_what_has_other_readers_are_not_told() {
        assertThat(message("note.drafted.v1", data("{\"status\":\"draft\"}"))).isNull();
        assertThat(message("note.signed.v1", data("{\"status\":\"signed\"}"))).isNotNull();
        assertThat(message("asset.stored.v1", data("{}"))).isNull();
        assertThat(message("asset.stored.v1", data("{\"patientId\":\"" + ENTITY + "\"}")))
                .isNotNull();
        assertThat(message("patient.allergy-recorded.v1", data("{}"))).isNull();
        assertThat(message("patient.emergency-access-granted.v1", data("{}"))).isNull();
        assertThat(message("patient.updated.v1", data("{}"))).isNotNull();
    }

    private static Set<String> kinds(Set<String> types) {
        return types.stream().map(type -> type.substring(0, type.indexOf('.'))).collect(toUnmodifiableSet());
    }

    private static @Nullable WebhookMessage message(String type, ObjectNode data) {
        return WebhookMessage.of(new CloudEvent(
                UUID.randomUUID(), type, "/test", ENTITY.toString(), Instant.now(), null, null, null, data));
    }

    private static ObjectNode data(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
