package polyclinic.notes.webhooks.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * What receivers are told of an event: its type, and of what it was. Neither a name nor whose it is leaves the suite; who may know
 * more reads it from the service that owns it, by their own rights. Told is what the live feed tells staff, but for proposals of
 * machines, which are for whoever asked.
 *
 * @param eventId the receivers' {@code webhook-id}: the same for every attempt and every webhook
 * @param entityId the id of the thing of type {@code entityType}
 * @param deleted whether it is in no list any more, so that whoever keeps it is to forget it
 */
public record WebhookMessage(
        UUID eventId,
        WebhookTopic topic,
        String type,
        Instant occurredAt,
        String entityType,
        UUID entityId,
        boolean deleted) {

    private record Kind(WebhookTopic topic, String entityType) {}

    /** By what the type begins with. */
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("queue", new Kind(WebhookTopic.QUEUE, "queue_entry")),
            Map.entry("appointment", new Kind(WebhookTopic.APPOINTMENTS, "appointment")),
            Map.entry("alert", new Kind(WebhookTopic.ALERTS, "alert")),
            Map.entry("task", new Kind(WebhookTopic.TASKS, "task")),
            Map.entry("patient", new Kind(WebhookTopic.PATIENTS, "patient")),
            Map.entry("prescription", new Kind(WebhookTopic.PRESCRIPTIONS, "prescription")),
            Map.entry("lab-request", new Kind(WebhookTopic.RESULTS, "lab_request")),
            Map.entry("clinical-data", new Kind(WebhookTopic.CLINICAL_DATA, "clinical_data")),
            Map.entry("history", new Kind(WebhookTopic.CLINICAL_DATA, "history")),
            Map.entry("note", new Kind(WebhookTopic.NOTES, "note")),
            Map.entry("transcript", new Kind(WebhookTopic.NOTES, "transcript")),
            Map.entry("asset", new Kind(WebhookTopic.DOCUMENTS, "asset")));

    private static final Set<String> DELETIONS = Set.of(
            "note.entered-in-error.v1",
            "transcript.entered-in-error.v1",
            "clinical-data.entered-in-error.v1",
            "history.entered-in-error.v1",
            "asset.deleted.v1");

    /** Of patients: what else is told of them has readers of its own. */
    private static final Set<String> PATIENT_TYPES = Set.of("patient.registered.v1", "patient.updated.v1");

    /** Returns null for an event that no webhook is told of. */
    public static @Nullable WebhookMessage of(CloudEvent event) {
        String type = event.type();
        int dot = type.indexOf('.');
        Kind kind = dot < 0 ? null : KINDS.get(type.substring(0, dot));
        UUID entity = id(event.subject());
        if (kind == null || entity == null || !isTold(kind.topic(), event)) return null;
        return new WebhookMessage(
                event.id(), kind.topic(), type, event.time(), kind.entityType(), entity, DELETIONS.contains(type));
    }

    /** What is being written is its writer's, and a file of no patient is the clinic's own. */
    private static boolean isTold(WebhookTopic topic, CloudEvent event) {
        return switch (topic) {
            case PATIENTS -> PATIENT_TYPES.contains(event.type());
            case NOTES -> !"draft".equals(event.data().path("status").asText());
            case DOCUMENTS -> event.data().hasNonNull("patientId");
            default -> true;
        };
    }

    private static @Nullable UUID id(@Nullable String subject) {
        if (subject == null) return null;
        try {
            return UUID.fromString(subject);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
