package polyclinic.clients.movein.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.RecordIds;
import polyclinic.clients.movein.files.ScannedRecord;

/** Says what a clinic's JSON files say in the suite's words. */
public final class ClinicMapping {
    private static final List<String> SOAP = List.of("subjective", "objective", "assessment", "plan");
    private static final Set<String> HISTORY_TYPES = Set.of("prescription", "diagnosis", "visit", "lab_result");
    private static final Set<String> HISTORY_SOURCES = Set.of("digitizer", "manual", "import");
    private static final List<String> QUEUE_STATES =
            List.of("waiting", "nurse_completed", "ready_for_doctor", "in_consultation", "completed", "cancelled");
    private static final Map<String, String> QUEUE_TIMES = Map.of(
            "added_at", "addedAt",
            "started_at", "startedAt",
            "nurse_completed_at", "nurseCompletedAt",
            "timeline_ready_at", "timelineReadyAt",
            "completed_at", "completedAt");
    private static final int MAX_AUTHOR = 200;

    private final String source;
    private final ZoneId zone;
    private final PlainValues values;
    private final Instant now;

    /**
     * @param source under which the records' ids are unique
     * @param zone where the clinic is
     */
    public ClinicMapping(String source, ZoneId zone, Instant now) {
        this.source = source;
        this.zone = zone;
        this.values = new PlainValues(zone);
        this.now = now;
    }

    /**
     * @param id as {@link ClinicFile#id}
     * @throws UnfitRecord when it cannot be said
     */
    public MoveRecord map(ClinicFile file, String id, ScannedRecord record) {
        List<String> treatments = new ArrayList<>();
        if (record.reencoded()) treatments.add("bytes that were no UTF-8 were read as windows-1252");
        if (RecordIds.text(record.json(), file.idMember()) == null && file != ClinicFile.PATIENTS)
            treatments.add("without an id of its own: it got one of what it says");
        String place = file.fileName() + ":" + record.line();
        ObjectNode json = record.json();
        return switch (file) {
            case PATIENTS -> patient(id, place, json, treatments);
            case QUEUE -> queueEntry(id, place, json, owner(record), treatments);
            case NOTES -> note(id, place, json, owner(record), treatments);
            case HISTORY -> history(id, place, json, owner(record), treatments);
        };
    }

    private static String owner(ScannedRecord record) {
        String patient = RecordIds.text(record.json(), "patient_id");
        if (patient == null) patient = record.key();
        if (patient == null) throw new UnfitRecord("it names no patient");
        return patient;
    }

    private MoveRecord patient(String id, String place, ObjectNode json, List<String> treatments) {
        if (RecordIds.text(json, "patient_id") == null && RecordIds.text(json, "name") == null)
            throw new UnfitRecord("it is no record of a patient: it has neither an id nor a name");
        ObjectNode body = JsonNodes.object();
        ClinicName name = ClinicName.read(json, treatments);
        if (name.given() != null) body.put("givenName", name.given());
        if (name.family() != null) body.put("familyName", name.family());
        Instant created = values.instant(json.path("created_at"));
        born(json, created, body, treatments);
        String gender = RecordIds.text(json, "gender");
        String sex = gender == null ? "unknown" : PlainValues.sex(gender);
        if (sex == null) treatments.add("a gender that is none of the usual names: unknown");
        body.put("sex", sex == null ? "unknown" : sex);
        String phone = RecordIds.text(json, "phone");
        if (phone != null) body.put("phone", PlainValues.phone(phone));
        String uhid = RecordIds.text(json, "uhid");
        if (uhid != null) body.put("uhid", uhid);
        provenance(body, id, created, RecordIds.text(json, "created_by"));
        return new MoveRecord(MoveTarget.PATIENT, id, place, null, body, List.of(), treatments);
    }

    private void born(ObjectNode json, @Nullable Instant created, ObjectNode body, List<String> treatments) {
        for (String member : List.of("date_of_birth", "dob", "birth_date")) {
            LocalDate date = values.day(json.path(member));
            if (date == null || date.isAfter(now.atZone(zone).toLocalDate())) continue;
            body.put("birthDate", date.toString());
            return;
        }
        if (!json.hasNonNull("age") || json.path("age").asText().isBlank()) return;
        LocalDate about = values.bornAtAge(json.path("age"), created == null ? now : created);
        if (about == null) {
            treatments.add("an age that is none: left out");
            return;
        }
        if (created == null) treatments.add("an age of an unknown day: taken for that of today");
        body.put("birthDate", about.toString());
        body.put("birthDateEstimated", true);
    }

    /** Who waits today waits here; all other visits are history, with their states and times. */
    private MoveRecord queueEntry(String id, String place, ObjectNode json, String patient, List<String> treatments) {
        String status = lower(json, "status", "waiting");
        if (!QUEUE_STATES.contains(status)) throw new UnfitRecord("its status is none that a queue has");
        Instant added = values.instant(json.path("added_at"));
        boolean isOpen = QUEUE_STATES.indexOf(status) < QUEUE_STATES.indexOf("completed");
        if (added == null) throw new UnfitRecord("it does not say when the patient came");
        boolean isToday =
                added.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        if (isOpen && isToday) return waiting(id, place, json, patient, status, added, treatments);
        if (isOpen) treatments.add("a visit of another day that was never ended: history, with its state");
        ObjectNode content = JsonNodes.object("status", status);
        if (json.hasNonNull("token_number")) content.set("tokenNumber", json.get("token_number"));
        copyText(json, "priority", content, "priority");
        copyText(json, "patient_name", content, "patientName");
        QUEUE_TIMES.forEach((theirs, ours) -> {
            Instant at = values.instant(json.path(theirs));
            if (at != null) content.put(ours, at.toString());
        });
        ObjectNode body = JsonNodes.object(
                "type",
                "visit",
                "date",
                added.atZone(zone).toLocalDate().toString(),
                "content",
                content,
                "source",
                "import");
        provenance(body, id, added, null);
        return new MoveRecord(MoveTarget.HISTORY, id, place, patient, body, List.of(), treatments);
    }

    private MoveRecord waiting(
            String id,
            String place,
            ObjectNode json,
            String patient,
            String status,
            Instant added,
            List<String> treatments) {
        String priority = lower(json, "priority", "normal");
        ObjectNode body = JsonNodes.object();
        if (!Set.of("normal", "urgent", "emergency").contains(priority)) {
            treatments.add("a priority that no queue has: normal");
            priority = "normal";
        }
        body.put("priority", priority);
        int steps = QUEUE_STATES.indexOf(status);
        if (status.equals("in_consultation")) {
            treatments.add("in consultation with a doctor whom the file does not name: ready for a doctor here");
            steps--;
        }
        treatments.add("waits today: in the common queue, with a token of that");
        provenance(body, id, added, null);
        return new MoveRecord(
                MoveTarget.QUEUE, id, place, patient, body, QUEUE_STATES.subList(1, steps + 1), treatments);
    }

    private MoveRecord note(String id, String place, ObjectNode json, String patient, List<String> treatments) {
        ObjectNode content = content(json);
        String type = lower(json, "type", "manual");
        boolean isSoap = SOAP.stream()
                .allMatch(part -> content.path(part).isTextual()
                                && !content.path(part).asText().isBlank()
                        || content.path(part).isObject());
        if (type.equals("soap") && !isSoap) {
            treatments.add("a SOAP note without all four parts: a note with those that it has");
            type = "manual";
        } else if (!Set.of("soap", "audio_transcription", "manual").contains(type)) {
            treatments.add("a type of note that there is not here: manual");
            type = "manual";
        }
        copyText(json, "audio_file_url", content, "audioFileUrl");
        ObjectNode body = JsonNodes.object("type", type, "content", content);
        provenance(body, id, values.instant(json.path("created_at")), RecordIds.text(json, "created_by"));
        return new MoveRecord(MoveTarget.NOTE, id, place, patient, body, List.of(), treatments);
    }

    private MoveRecord history(String id, String place, ObjectNode json, String patient, List<String> treatments) {
        String type = lower(json, "type", "");
        if (!HISTORY_TYPES.contains(type)) throw new UnfitRecord("its type is none of " + HISTORY_TYPES);
        Instant created = values.instant(json.path("created_at"));
        LocalDate date = values.day(json.path("date"));
        if (date == null && created != null) {
            date = created.atZone(zone).toLocalDate();
            treatments.add("without a date: that of its writing");
        }
        if (date == null) throw new UnfitRecord("it has no date");
        ObjectNode content = content(json);
        copyText(json, "document_id", content, "documentId");
        String from = lower(json, "source", "import");
        ObjectNode body = JsonNodes.object(
                "type",
                type,
                "date",
                date.toString(),
                "content",
                content,
                "source",
                HISTORY_SOURCES.contains(from) ? from : "import");
        provenance(body, id, created, RecordIds.text(json, "created_by"));
        return new MoveRecord(MoveTarget.HISTORY, id, place, patient, body, List.of(), treatments);
    }

    private static ObjectNode content(ObjectNode json) {
        JsonNode content = json.path("content");
        if (content.isObject() && !content.isEmpty()) return content.deepCopy();
        if (content.isTextual() && !content.asText().isBlank()) return JsonNodes.object("text", content.asText());
        throw new UnfitRecord("it says nothing: its content is empty");
    }

    private void provenance(ObjectNode body, String id, @Nullable Instant at, @Nullable String author) {
        String name = author == null ? null : PlainValues.line(author);
        body.set(
                "provenance",
                JsonNodes.object(
                        "source",
                        source,
                        "externalId",
                        id,
                        "recordedAt",
                        at == null ? null : at.toString(),
                        "author",
                        name == null || name.isEmpty() || name.length() > MAX_AUTHOR ? null : name));
    }

    private static void copyText(ObjectNode from, String theirs, ObjectNode to, String ours) {
        String text = RecordIds.text(from, theirs);
        if (text != null && !to.has(ours)) to.put(ours, text);
    }

    private static String lower(ObjectNode json, String member, String absent) {
        String text = RecordIds.text(json, member);
        return text == null
                ? absent
                : text.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
