package polyclinic.notes.timelines;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.messaging.CloudEvent;

/** How each event of the suite reads on a timeline. */
final class Happening {
    /** Time is kept in the year's range that a BSON date and a client can hold. */
    private static final Instant EARLIEST = Instant.parse("1800-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2500-01-01T00:00:00Z");

    /** Work that is not finished: staff only. */
    private static final Set<String> UNFINISHED = Set.of(
            "note.drafted.v1",
            "note.updated.v1",
            "prescription.drafted.v1",
            "prescription.issuing.v1",
            "prescription.returned-to-draft.v1");

    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("patient.registered.v1", "Patient registered"),
            Map.entry("patient.updated.v1", "Patient's details changed"),
            Map.entry("patient.allergy-recorded.v1", "Allergy recorded"),
            Map.entry("patient.allergy-updated.v1", "Allergy changed"),
            Map.entry("patient.allergy-removed.v1", "Allergy removed"),
            Map.entry("appointment.booked.v1", "Appointment booked"),
            Map.entry("appointment.rescheduled.v1", "Appointment moved"),
            Map.entry("appointment.cancelled.v1", "Appointment cancelled"),
            Map.entry("appointment.checked-in.v1", "Checked in"),
            Map.entry("appointment.started.v1", "Consultation started"),
            Map.entry("appointment.completed.v1", "Consultation completed"),
            Map.entry("appointment.no-show.v1", "Appointment missed"),
            Map.entry("queue.entry-added.v1", "Joined the queue"),
            Map.entry("queue.entry-moved.v1", "Moved in the queue"),
            Map.entry("prescription.drafted.v1", "Prescription drafted"),
            Map.entry("prescription.issuing.v1", "Prescription being issued"),
            Map.entry("prescription.issued.v1", "Prescription issued"),
            Map.entry("prescription.returned-to-draft.v1", "Prescription could not be issued"),
            Map.entry("prescription.cancelled.v1", "Prescription cancelled"),
            Map.entry("note.drafted.v1", "drafted"),
            Map.entry("note.updated.v1", "edited"),
            Map.entry("note.signed.v1", "signed"),
            Map.entry("note.addendum-added.v1", "completed by an addendum"),
            Map.entry("clinical-data.recorded.v1", "recorded"),
            Map.entry("history.recorded.v1", "from the patient's history"),
            Map.entry("asset.stored.v1", "stored"),
            Map.entry("asset.deleted.v1", "deleted"));

    private final CloudEvent event;
    private final Data data;

    private Happening(CloudEvent event) {
        this.event = event;
        this.data = event.as(Data.class);
    }

    static boolean concerns(CloudEvent event) {
        return TITLES.containsKey(event.type());
    }

    /**
     * @return null for what happened to no patient
     * @throws RuntimeException when the event is not as agreed
     */
    static TimelineItem of(CloudEvent event) {
        return new Happening(event).item();
    }

    private TimelineItem item() {
        boolean ofAsset = event.type().startsWith("asset.");
        if (data.patientId == null) {
            if (ofAsset) return null;
            throw new IllegalArgumentException("event " + event.type() + " " + event.id() + " names no patient");
        }
        TimelineItem item = new TimelineItem();
        item.id = event.id();
        item.patientId = data.patientId;
        item.occurredAt = occurredAt();
        item.kind = event.type().replaceFirst("\\.v\\d+$", "").replaceAll("[.-]", "_");
        item.title = title();
        item.source = event.source() == null ? null : event.source().replaceFirst("^/", "");
        item.entityType = entityType();
        item.entityId = String.valueOf(entityId());
        item.staffOnly = UNFINISHED.contains(event.type());
        return item;
    }

    /** A historical item stands where it belongs, not where it was typed in. */
    private Instant occurredAt() {
        Instant at = event.time();
        if (data.occurredAt != null) at = data.occurredAt;
        if (data.recordedAt != null) at = data.recordedAt;
        if (data.effectiveAt != null) at = data.effectiveAt;
        if (data.date != null) at = data.date.atStartOfDay().toInstant(ZoneOffset.UTC);
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw new IllegalArgumentException("event " + event.type() + " " + event.id() + " has an impossible time");
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private String title() {
        String title = TITLES.get(event.type());
        return switch (event.type()) {
            case "appointment.booked.v1", "appointment.rescheduled.v1", "appointment.cancelled.v1" -> withDoctor(title);
            case "appointment.started.v1", "appointment.completed.v1" -> withDoctor(title);
            case "appointment.checked-in.v1", "queue.entry-added.v1" -> withToken(title);
            case "queue.entry-moved.v1" -> withToken(title) + (data.status == null ? "" : ": " + words(data.status));
            case "prescription.issued.v1" -> title + (data.items == null ? "" : " (" + count(data.items.size()) + ")");
            case "note.drafted.v1", "note.updated.v1", "note.signed.v1", "note.addendum-added.v1" ->
                note() + " " + title;
            case "clinical-data.recorded.v1" -> capital(words(or(data.dataType, "clinical data"))) + " " + title;
            case "history.recorded.v1" -> capital(words(or(data.historyType, "entry"))) + " " + title;
            case "asset.stored.v1", "asset.deleted.v1" -> capital(words(or(data.kind, "file"))) + " " + title;
            default -> title;
        };
    }

    private String note() {
        return switch (or(data.noteType, "")) {
            case "soap" -> "SOAP note";
            case "audio_transcription" -> "Transcription";
            case "ai_summary" -> "AI summary";
            default -> "Note";
        };
    }

    private String withDoctor(String title) {
        return data.doctorName == null ? title : title + " with " + data.doctorName;
    }

    private String withToken(String title) {
        return data.tokenNumber == null ? title : title + ", token " + data.tokenNumber;
    }

    private String entityType() {
        String type = event.type();
        if (type.startsWith("patient.allergy")) return "allergy";
        if (type.startsWith("clinical-data.")) return "clinical_data";
        if (type.startsWith("queue.")) return "queue_entry";
        return type.substring(0, type.indexOf('.'));
    }

    private Object entityId() {
        Object id =
                switch (entityType()) {
                    case "allergy" -> data.allergyId;
                    case "clinical_data" -> data.clinicalDataId;
                    case "queue_entry" -> data.queueEntryId;
                    case "appointment" -> data.appointmentId;
                    case "prescription" -> data.prescriptionId;
                    case "note" -> data.noteId;
                    case "history" -> data.historyId;
                    case "asset" -> data.assetId;
                    default -> data.patientId;
                };
        return id == null ? event.subject() : id;
    }

    private static String count(int items) {
        return items == 1 ? "1 item" : items + " items";
    }

    private static String or(String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static String words(String code) {
        String words = code.replace('_', ' ');
        return words.length() <= 60 ? words : words.substring(0, 60);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** What the events of all services have, as far as a timeline needs it. */
    record Data(
            UUID patientId,
            Instant occurredAt,
            Instant recordedAt,
            Instant effectiveAt,
            LocalDate date,
            UUID allergyId,
            UUID appointmentId,
            UUID queueEntryId,
            UUID prescriptionId,
            UUID noteId,
            UUID clinicalDataId,
            UUID historyId,
            UUID assetId,
            String doctorName,
            Integer tokenNumber,
            String status,
            String noteType,
            String dataType,
            String historyType,
            @JsonProperty("kind") String kind,
            List<Object> items) {}
}
