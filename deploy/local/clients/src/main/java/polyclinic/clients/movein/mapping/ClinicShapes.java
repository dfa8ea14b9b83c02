package polyclinic.clients.movein.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * Says the suite's records in the shapes of a clinic's JSON files: what {@link ClinicMapping} reads, with the ids, times and authors of there
 * where there are any. A record that was made here has its id here behind the prefix of its kind.
 */
public final class ClinicShapes {
    private static final Map<String, String> GENDERS = Map.of("male", "M", "female", "F", "other", "O");
    private static final Map<String, String> QUEUE_TIMES = Map.of(
            "addedAt", "added_at",
            "startedAt", "started_at",
            "nurseCompletedAt", "nurse_completed_at",
            "timelineReadyAt", "timeline_ready_at",
            "completedAt", "completed_at");

    private static final int CORRECTION_HASH = 8;
    private static final Pattern CORRECTION = Pattern.compile("#[0-9a-f]{8}$");

    private final String source;
    private final ZoneId zone;

    public ClinicShapes(String source, ZoneId zone) {
        this.source = source;
        this.zone = zone;
    }

    /** The record's id in the files. */
    public String id(String prefix, JsonNode record) {
        JsonNode provenance = record.path("provenance");
        return isFromThere(record)
                ? CORRECTION.matcher(provenance.path("externalId").asText()).replaceFirst("")
                : prefix + record.path("id").asText();
    }

    /** Whether a record was brought in from the files. */
    public boolean isFromThere(JsonNode record) {
        return record.at("/provenance/source").asText().equals(source);
    }

    /**
     * The id of another version of a record that is kept here as a record of its own, since one that is signed never changes.
     *
     * @param hash of what it says: the same version is one record
     */
    public static String corrected(String id, String hash) {
        return id + "#" + hash.substring(0, CORRECTION_HASH);
    }

    public ObjectNode patient(JsonNode patient) {
        ClinicName name = new ClinicName(text(patient, "givenName"), text(patient, "familyName"));
        Instant created = written(patient, "createdAt");
        ObjectNode json = JsonNodes.object(
                "patient_id", id("PAT_", patient),
                "uhid", text(patient, "uhid"),
                "name", name.whole(),
                "given_name", name.needsParts() ? name.given() : null,
                "family_name", name.needsParts() ? name.family() : null,
                "age", age(patient, created),
                "gender", GENDERS.getOrDefault(patient.path("sex").asText(), "U"),
                "phone", text(patient, "phone"));
        if (!patient.path("birthDateEstimated").asBoolean()) copy(patient, "birthDate", json, "date_of_birth");
        return json.put("created_at", created.toString())
                .put("updated_at", patient.path("updatedAt").asText());
    }

    /** The years on the day on which it was written, which is how an age is read. */
    private @Nullable Integer age(JsonNode patient, Instant created) {
        if (!patient.hasNonNull("birthDate")) return null;
        LocalDate born = LocalDate.parse(patient.path("birthDate").asText());
        return (int)
                Math.max(0, ChronoUnit.YEARS.between(born, created.atZone(zone).toLocalDate()));
    }

    /** @param patient the patient's id in the files */
    public ObjectNode note(JsonNode note, String patient) {
        ObjectNode content = note.path("content").deepCopy();
        String type = note.path("type").asText();
        ObjectNode json = JsonNodes.object(
                "note_id",
                id("NOTE_", note),
                "patient_id",
                patient,
                "type",
                type.equals("soap") ? "SOAP" : type,
                "content",
                content);
        move(content, "audioFileUrl", json, "audio_file_url");
        if (!note.path("addenda").isEmpty()) json.set("addenda", note.get("addenda"));
        JsonNode author = note.at("/provenance/author");
        return json.put(
                        "created_by",
                        author.isTextual()
                                ? author.asText()
                                : note.at("/author/name").asText())
                .put("created_at", written(note, "createdAt").toString())
                .put("updated_at", note.path("updatedAt").asText());
    }

    public ObjectNode history(JsonNode entry, String patient) {
        ObjectNode content = entry.path("content").deepCopy();
        ObjectNode json = JsonNodes.object(
                "history_id", id("HIST_", entry),
                "patient_id", patient,
                "type", text(entry, "type"),
                "date", text(entry, "date"),
                "content", content,
                "source", text(entry, "source"));
        move(content, "documentId", json, "document_id");
        return json.put("created_at", written(entry, "recordedAt").toString());
    }

    /** Whether an entry of the history is a visit of a queue there. */
    public boolean isVisitOfQueue(JsonNode entry) {
        return entry.path("type").asText().equals("visit")
                && entry.path("source").asText().equals("import")
                && entry.at("/content/addedAt").isTextual()
                && entry.at("/content/status").isTextual();
    }

    /** Of such an entry. */
    public ObjectNode visit(JsonNode entry, String patient) {
        return queueEntry(entry.path("content"), id("Q_", entry), patient, null);
    }

    /** Of a place in the queue. */
    public ObjectNode queueEntry(JsonNode entry, String patient) {
        Instant added = written(entry, "addedAt");
        return queueEntry(entry, id("Q_", entry), patient, added);
    }

    private static ObjectNode queueEntry(JsonNode entry, String id, String patient, @Nullable Instant added) {
        ObjectNode json = JsonNodes.object(
                "queue_id", id,
                "patient_id", patient,
                "patient_name", text(entry, "patientName"),
                "token_number", entry.get("tokenNumber"),
                "priority", text(entry, "priority"),
                "status", text(entry, "status"));
        QUEUE_TIMES.forEach((ours, theirs) -> copy(entry, ours, json, theirs));
        if (added != null) json.put("added_at", added.toString());
        return json;
    }

    /** When it was written there, else here. */
    private static Instant written(JsonNode record, String here) {
        JsonNode there = record.at("/provenance/recordedAt");
        return Instant.parse(
                there.isTextual() ? there.asText() : record.path(here).asText());
    }

    private static @Nullable String text(JsonNode record, String member) {
        return record.hasNonNull(member) ? record.path(member).asText() : null;
    }

    private static void copy(JsonNode from, String ours, ObjectNode to, String theirs) {
        if (from.hasNonNull(ours)) to.set(theirs, from.get(ours));
    }

    private static void move(ObjectNode from, String ours, ObjectNode to, String theirs) {
        JsonNode value = from.remove(ours);
        if (value != null) to.set(theirs, value);
    }
}
