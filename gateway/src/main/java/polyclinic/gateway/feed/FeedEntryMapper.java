package polyclinic.gateway.feed;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Turns an event of the services (CloudEvents 1.0 in the Kafka binding's binary mode) into what the log keeps of it: ids, times
 * and states, never a name or a text. Which members of an event may be kept is written down here for each kind; a member that is
 * added to an event is not kept by itself.
 */
final class FeedEntryMapper {

    private static final List<String> CARE_MEMBERS = List.of("patientId", "doctorId");

    /** @param members of the event that clients may be told */
    private record Kind(FeedTopic topic, String entityType, String id, List<String> members) {}

    /** By what the type begins with. */
    private static final Map<String, Kind> KINDS = Map.of(
            "queue",
            new Kind(
                    FeedTopic.QUEUE,
                    "queue_entry",
                    "queueEntryId",
                    List.of(
                            "patientId",
                            "doctorId",
                            "appointmentId",
                            "encounterId",
                            "tokenNumber",
                            "priority",
                            "status",
                            "version")),
            "appointment",
            new Kind(
                    FeedTopic.APPOINTMENTS,
                    "appointment",
                    "appointmentId",
                    List.of(
                            "patientId",
                            "doctorId",
                            "startsAt",
                            "endsAt",
                            "status",
                            "encounterId",
                            "queueEntryId",
                            "version")),
            "alert",
            new Kind(
                    FeedTopic.ALERTS,
                    "alert",
                    "alertId",
                    List.of("patientId", "doctorId", "kind", "severity", "status", "about", "raisedAt", "version")),
            "task",
            new Kind(
                    FeedTopic.TASKS,
                    "task",
                    "taskId",
                    List.of(
                            "patientId",
                            "assignee",
                            "role",
                            "dueAt",
                            "priority",
                            "about",
                            "orderId",
                            "status",
                            "version")),
            "patient",
            new Kind(FeedTopic.PATIENTS, "patient", "patientId", List.of("patientId", "version")),
            "prescription",
            new Kind(
                    FeedTopic.PRESCRIPTIONS,
                    "prescription",
                    "prescriptionId",
                    List.of(
                            "patientId",
                            "doctorId",
                            "appointmentId",
                            "encounterId",
                            "documentAssetId",
                            "expiresAt",
                            "status",
                            "version")),
            "lab-request",
            new Kind(
                    FeedTopic.RESULTS,
                    "lab_request",
                    "labRequestId",
                    List.of(
                            "patientId",
                            "encounterId",
                            "appointmentId",
                            "priority",
                            "resultVersion",
                            "critical",
                            "released",
                            "status",
                            "version")),
            "note",
            new Kind(
                    FeedTopic.NOTES,
                    "note",
                    "noteId",
                    List.of("patientId", "encounterId", "noteType", "status", "replacedBy", "version")),
            "transcript",
            new Kind(
                    FeedTopic.NOTES,
                    "transcript",
                    "transcriptId",
                    List.of("patientId", "encounterId", "audioAssetId", "replacedBy", "version")),
            "asset",
            new Kind(
                    FeedTopic.DOCUMENTS,
                    "asset",
                    "assetId",
                    List.of(
                            "patientId",
                            "kind",
                            "appointmentId",
                            "prescriptionId",
                            "batchId",
                            "scan",
                            "textStatus",
                            "textFailure",
                            "pages",
                            "version")));

    private static final Kind CLINICAL_DATA = new Kind(
            FeedTopic.CLINICAL_DATA,
            "clinical_data",
            "clinicalDataId",
            List.of("patientId", "dataType", "effectiveAt", "labRequestId", "replacedBy"));

    private static final Kind HISTORY = new Kind(
            FeedTopic.CLINICAL_DATA, "history", "historyId", List.of("patientId", "historyType", "date", "replacedBy"));

    private static final Kind DOCTOR = new Kind(FeedTopic.CARE, "doctor", "doctorId", CARE_MEMBERS);

    private static final Kind EMERGENCY =
            new Kind(FeedTopic.CARE, "emergency_access", "emergencyAccessId", CARE_MEMBERS);

    /** Work for who began the draft, where all else of a draft is nobody's news. */
    private static final Kind EXPIRING_DRAFT = new Kind(
            FeedTopic.TASKS,
            "note",
            "noteId",
            List.of("patientId", "encounterId", "noteType", "status", "expiresAt", "version"));

    /** What a machine proposes is work for who asked for it. */
    private static final Kind PROPOSAL =
            new Kind(FeedTopic.TASKS, "ai_proposal", "aiProposalId", List.of("patientId", "unsupported", "version"));

    /** After these the thing is in no list any more: who keeps it is to forget it. */
    private static final Set<String> DELETIONS = Set.of(
            "note.entered-in-error.v1",
            "transcript.entered-in-error.v1",
            "clinical-data.entered-in-error.v1",
            "history.entered-in-error.v1",
            "asset.deleted.v1");

    /** What patients are told of is finished: they see no draft, and no result that no doctor has released. */
    private static final Set<String> DRAFTS = Set.of("draft", "issuing");

    private static final Set<String> DOCUMENTS_OF_PATIENTS = Set.of("patient_photo", "prescription_file", "document");

    /** Of patients: what else is told of them has readers of its own. */
    private static final Set<String> PATIENT_TYPES = Set.of("patient.registered.v1", "patient.updated.v1");

    private FeedEntryMapper() {}

    /**
     * Returns null for an event that no client of the feed is told of.
     *
     * @throws IllegalArgumentException when it is no event of the services
     */
    static @Nullable String stored(ConsumerRecord<String, String> event) {
        String type = header(event, "ce_type");
        String time = header(event, "ce_time");
        if (type == null || time == null) throw new IllegalArgumentException("no CloudEvent");
        Kind kind = kind(type);
        if (kind == null) return null;
        try {
            Instant.parse(time);
            JsonObject data = new JsonObject(event.value());
            return isForSomebody(kind, data) ? entry(kind, type, time, data).encode() : null;
        } catch (DecodeException | DateTimeException | ClassCastException | NullPointerException malformed) {
            throw new IllegalArgumentException("malformed event");
        }
    }

    /**
     * Returns what the log keeps of the notification that an event is; null when it is none, or none any more.
     *
     * @param stored what {@link #stored} has made of the event
     * @param oldest before this nobody is notified: events may be read again from the beginning
     * @throws IllegalArgumentException when it is not as agreed
     */
    static @Nullable Notification notification(ConsumerRecord<String, String> event, String stored, Instant oldest) {
        try {
            JsonObject source = new JsonObject(stored);
            if (Instant.parse(source.getString("occurredAt")).isBefore(oldest)) return null;
            Set<String> recipients = NotificationRules.recipients(type(event), new JsonObject(event.value()));
            return recipients.isEmpty()
                    ? null
                    : new Notification(
                            NotificationRules.stored(source, recipients, header(event, "ce_actor")), recipients);
        } catch (ClassCastException malformed) {
            throw new IllegalArgumentException("malformed event");
        }
    }

    /** @param recipients as {@link RecipientAddress} writes them */
    record Notification(String entry, Set<String> recipients) {}

    /** @throws IllegalArgumentException when it has none */
    static String id(ConsumerRecord<String, String> event) {
        return id(header(event, "ce_id"));
    }

    /** Empty when it has none. */
    static String type(ConsumerRecord<String, String> event) {
        String type = header(event, "ce_type");
        return type == null ? "" : type;
    }

    private static @Nullable Kind kind(String type) {
        int dot = type.indexOf('.');
        if (dot < 0) return null;
        if (type.startsWith("patient.emergency-access-")) return EMERGENCY;
        if (type.equals("note.draft-expiring.v1")) return EXPIRING_DRAFT;
        String thing = type.substring(0, dot);
        return switch (thing) {
            case "doctor" -> DOCTOR;
            case "clinical-data" -> CLINICAL_DATA;
            case "history" -> HISTORY;
            case "ai-proposal" -> PROPOSAL;
            case "patient" -> PATIENT_TYPES.contains(type) ? KINDS.get(thing) : null;
            default -> KINDS.get(thing);
        };
    }

    /** What is being written is its writer's, and a file of no patient is the clinic's own. */
    private static boolean isForSomebody(Kind kind, JsonObject event) {
        return switch (kind.topic()) {
            case NOTES -> !"draft".equals(event.getString("status"));
            case DOCUMENTS -> event.getString("patientId") != null;
            default -> true;
        };
    }

    private static JsonObject entry(Kind kind, String type, String time, JsonObject event) {
        JsonObject data = new JsonObject();
        for (String member : kind.members()) {
            Object value = event.getValue(member);
            if (value != null) data.put(member, value);
        }
        JsonObject entry = new JsonObject()
                .put("topic", kind.topic().name())
                .put("type", type)
                .put("occurredAt", time)
                .put("entityType", kind.entityType())
                .put("entityId", id(event.getString(kind.id())));
        if (DELETIONS.contains(type)) entry.put("deleted", true);
        return entry.put("data", data).put("audience", audience(kind, event));
    }

    private static JsonObject audience(Kind kind, JsonObject event) {
        JsonObject audience = new JsonObject();
        if (event.getString("patientId") != null) audience.put("patientId", id(event.getString("patientId")));
        if (event.getString("doctorId") != null) audience.put("doctorId", id(event.getString("doctorId")));
        if (isForPatients(kind, event)) audience.put("released", true);
        JsonArray subjects = new JsonArray();
        JsonArray roles = new JsonArray();
        switch (kind.topic()) {
            case TASKS -> {
                Stream.of("assignee", "createdBy")
                        .map(event::getString)
                        .filter(subject -> subject != null)
                        .forEach(subjects::add);
                if (event.getString("role") != null) roles.add(event.getString("role"));
            }
            case ALERTS -> {
                roles.addAll(event.getJsonArray("roles", new JsonArray()));
                subjects.addAll(event.getJsonArray("subjects", new JsonArray()));
            }
            case CARE -> {
                if (event.getString("subject") != null) subjects.add(event.getString("subject"));
            }
            default -> {
                return audience;
            }
        }
        return audience.put("roles", roles).put("subjects", subjects);
    }

    private static boolean isForPatients(Kind kind, JsonObject event) {
        return switch (kind.topic()) {
            case RESULTS -> Boolean.TRUE.equals(event.getBoolean("released"));
            case DOCUMENTS -> DOCUMENTS_OF_PATIENTS.contains(event.getString("kind"));
            default -> !DRAFTS.contains(event.getString("status", ""));
        };
    }

    /** In the one form in which ids are compared. */
    private static String id(@Nullable String text) {
        if (text == null) throw new IllegalArgumentException("an id is missing");
        return UUID.fromString(text).toString();
    }

    private static @Nullable String header(ConsumerRecord<String, String> event, String name) {
        Header header = event.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
