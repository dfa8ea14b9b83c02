package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.StateJournal;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.ClinicShapes;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * What the suite has of a clinic: read whole when it begins, then followed by the feed of changes, which says what to read again. What
 * the feed cannot say any more is read whole again.
 */
final class SuiteRecords {
    private static final int PAGE = 200;
    private static final int CHANGES = 500;
    private static final String TOPICS = "patients,queue,notes,clinical_data";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration WHOLE_EVERY = Duration.ofMinutes(10);
    private static final Duration WHOLE_WITHOUT_FEED = Duration.ofSeconds(20);
    private static final Map<String, MoveTarget> ENTITIES = Map.of(
            "patient", MoveTarget.PATIENT,
            "queue_entry", MoveTarget.QUEUE,
            "note", MoveTarget.NOTE,
            "history", MoveTarget.HISTORY);

    private final ApiClient api;
    private final ClinicShapes shapes;
    private final Map<RecordKey, SuiteRecord> records = new ConcurrentHashMap<>();
    /** Id here → id in the files. */
    private final Map<String, String> patients = new ConcurrentHashMap<>();

    private @Nullable Long place;
    private long wholeAt;

    /** @param api as somebody who sees all patients, signed notes and history, and the feed of them */
    SuiteRecords(ApiClient api, ClinicShapes shapes) {
        this.api = api.retrying();
        this.shapes = shapes;
    }

    /** Reads on. @return whether anything is otherwise than before */
    boolean refresh(Set<RecordKey> known, StateJournal journal) {
        boolean isDue = System.nanoTime() - wholeAt > (place == null ? WHOLE_WITHOUT_FEED : WHOLE_EVERY).toNanos();
        if (wholeAt == 0 || isDue) {
            readWhole(known, journal);
            return true;
        }
        try {
            return follow();
        } catch (RuntimeException e) {
            // What the feed has told is not all read.
            forget();
            throw e;
        }
    }

    /** The next reading is of everything. */
    void forget() {
        wholeAt = 0;
    }

    private void readWhole(Set<RecordKey> known, StateJournal journal) {
        ApiResponse begin = api.get("/changes");
        place = begin.status() == 200 ? (Long) begin.json().path("next").asLong() : null;
        records.clear();
        for (MoveTarget target :
                new MoveTarget[] {MoveTarget.PATIENT, MoveTarget.NOTE, MoveTarget.HISTORY, MoveTarget.QUEUE})
            list(target);
        // The queue lists today's alone; what was agreed on before is asked for by its id.
        for (RecordKey key : known) {
            AgreedState agreed = journal.get(key);
            if (agreed != null && agreed.target() == MoveTarget.QUEUE && !records.containsKey(key))
                read(MoveTarget.QUEUE, agreed.suiteId());
        }
        wholeAt = System.nanoTime();
    }

    private void list(MoveTarget target) {
        each(target, view -> {});
    }

    /** Reads all of a kind, page after page. */
    void each(MoveTarget target, Consumer<JsonNode> action) {
        String first = target.path() + "?limit=" + PAGE;
        String url = first;
        while (true) {
            JsonNode page = page(url);
            page.path("items").forEach(view -> {
                learn(target, view);
                action.accept(view);
            });
            if (!page.hasNonNull("next")) return;
            url = first + "&after=" + ApiClient.encode(page.path("next").asText());
        }
    }

    /** While a service starts again, what has been read of the others is not read again. */
    private JsonNode page(String url) {
        return Poller.until(
                        PATIENCE,
                        () -> {
                            ApiResponse response = api.get(url);
                            return response.status() == 503 ? null : response;
                        },
                        () -> "the suite cannot be read: " + url.replaceFirst("\\?.*", ""))
                .expect(200)
                .json();
    }

    private boolean follow() {
        Map<String, MoveTarget> changed = new HashMap<>();
        while (place != null) {
            ApiResponse page = api.get("/changes?limit=" + CHANGES + "&topics=" + TOPICS + "&after=" + place);
            if (page.status() != 200) {
                place = null;
                wholeAt = 0;
                return true;
            }
            for (JsonNode item : page.json().path("items")) {
                MoveTarget target = ENTITIES.get(item.path("entityType").asText());
                if (target != null) changed.put(item.path("entityId").asText(), target);
            }
            place = page.json().path("next").asLong();
            if (!page.json().path("more").asBoolean()) break;
        }
        Set<String> patientsFirst = new LinkedHashSet<>();
        changed.forEach((id, target) -> {
            if (target == MoveTarget.PATIENT) patientsFirst.add(id);
        });
        patientsFirst.forEach(id -> read(MoveTarget.PATIENT, id));
        changed.forEach((id, target) -> {
            if (target != MoveTarget.PATIENT) read(target, id);
        });
        return !changed.isEmpty();
    }

    /** Null when there is no such record, or it was withdrawn. */
    @Nullable
    ApiResponse read(MoveTarget target, String id) {
        ApiResponse response = api.get(target.path() + "/" + id);
        if (response.status() == 404) {
            forget(id);
            return null;
        }
        JsonNode view = response.expect(200).json();
        if (view.hasNonNull("enteredInError")) {
            forget(id);
            return null;
        }
        learn(target, view);
        return response;
    }

    private void forget(String id) {
        records.values().removeIf(record -> record.id().equals(id));
    }

    /** Takes up what a record says now. */
    void learn(MoveTarget target, JsonNode view) {
        RecordKey key = key(target, view);
        if (target == MoveTarget.PATIENT) patients.put(view.path("id").asText(), key.id());
        Instant since = since(view);
        boolean untouched =
                switch (target) {
                    case PATIENT ->
                        view.path("createdAt")
                                .asText()
                                .equals(view.path("updatedAt").asText());
                    case NOTE -> view.path("addenda").isEmpty();
                    default -> target == MoveTarget.HISTORY;
                };
        SuiteRecord record = new SuiteRecord(
                target,
                view.path("id").asText(),
                RecordFields.ofSuite(key.file(), target, view),
                untouched && shapes.isFromThere(view),
                shapes.isFromThere(view),
                since);
        records.merge(
                key,
                record,
                (one, other) -> one.id().equals(other.id()) || one.since().compareTo(other.since()) <= 0 ? other : one);
    }

    private static Instant since(JsonNode view) {
        return Instant.parse(
                view.path(view.has("createdAt") ? "createdAt" : "recordedAt").asText());
    }

    RecordKey key(MoveTarget target, JsonNode view) {
        return switch (target) {
            case QUEUE -> new RecordKey(ClinicFile.QUEUE, shapes.id("Q_", view));
            case NOTE -> new RecordKey(ClinicFile.NOTES, shapes.id("NOTE_", view));
            case HISTORY ->
                shapes.isVisitOfQueue(view)
                        ? new RecordKey(ClinicFile.QUEUE, shapes.id("Q_", view))
                        : new RecordKey(ClinicFile.HISTORY, shapes.id("HIST_", view));
            default -> new RecordKey(ClinicFile.PATIENTS, shapes.id("PAT_", view));
        };
    }

    @Nullable
    SuiteRecord get(RecordKey key) {
        return records.get(key);
    }

    Set<RecordKey> keys() {
        return new HashSet<>(records.keySet());
    }

    /** The id in the files of the patient whom a record is about; null where it is not known. */
    @Nullable
    String patientOf(JsonNode view) {
        String own = patients.get(view.path("patientId").asText());
        return own != null || !view.hasNonNull("patientId")
                ? own
                : read(view.path("patientId").asText());
    }

    private @Nullable String read(String patient) {
        read(MoveTarget.PATIENT, patient);
        return patients.get(patient);
    }

    /** The id here of a patient of the files; null where there is none. */
    @Nullable
    String patientHere(String id) {
        SuiteRecord patient = records.get(new RecordKey(ClinicFile.PATIENTS, id));
        return patient == null ? null : patient.id();
    }

    /**
     * A record in the shape of the files; null where its patient is not known.
     *
     * @param view as the suite gave it
     */
    @Nullable
    ObjectNode shaped(RecordKey key, MoveTarget target, JsonNode view) {
        if (target == MoveTarget.PATIENT) return shapes.patient(view);
        String patient = patientOf(view);
        if (patient == null) return null;
        return switch (target) {
            case QUEUE -> shapes.queueEntry(view, patient);
            case NOTE -> shapes.note(view, patient);
            default -> key.file() == ClinicFile.QUEUE ? shapes.visit(view, patient) : shapes.history(view, patient);
        };
    }
}
