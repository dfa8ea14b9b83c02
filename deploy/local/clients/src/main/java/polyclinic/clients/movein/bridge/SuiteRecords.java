package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
 * the feed cannot say any more is read whole again. With a snapshot a bridge that was killed reads on where it was.
 */
final class SuiteRecords {
    private static final int PAGE = 200;
    private static final int CHANGES = 500;
    private static final List<MoveTarget> KINDS =
            List.of(MoveTarget.PATIENT, MoveTarget.NOTE, MoveTarget.HISTORY, MoveTarget.QUEUE);
    private static final String TOPICS = "patients,queue,notes,clinical_data";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The feed loses nothing; status, cutover and rollback read everything in any case. */
    private static final Duration WHOLE_EVERY = Duration.ofHours(6);

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

    private final @Nullable SuiteSnapshot snapshot;

    /** Up to where the feed was followed; null where there is none. */
    private @Nullable Long place;
    /** Null until everything was read. */
    private @Nullable Instant wholeAt;
    /** How far it is being read; null when it is to be begun. */
    private @Nullable Progress progress;

    /**
     * @param kind index in {@link #KINDS}
     * @param after where its next page begins; null for the first
     */
    private record Progress(int kind, @Nullable String after) {}

    /**
     * @param api as somebody who sees all patients, signed notes and history, and the feed of them
     * @param snapshot null to keep nothing
     */
    SuiteRecords(ApiClient api, ClinicShapes shapes, @Nullable SuiteSnapshot snapshot) {
        this.api = api.persistent();
        this.shapes = shapes;
        this.snapshot = snapshot;
        if (snapshot != null) snapshot.load(new Restored());
    }

    /** Reads on. @return whether anything is otherwise than before */
    boolean refresh(Set<RecordKey> known, StateJournal journal) {
        if (wholeAt != null && !isDue(wholeAt)) {
            if (place == null) return false;
            Set<String> changed = follow();
            if (changed != null) return !changed.isEmpty();
        }
        readWhole(known, journal);
        // What was read before a kill may be old.
        if (place != null && follow() == null) readWhole(known, journal);
        return true;
    }

    private boolean isDue(Instant last) {
        Duration age = Duration.between(last, Instant.now());
        return age.isNegative() || age.compareTo(place == null ? WHOLE_WITHOUT_FEED : WHOLE_EVERY) > 0;
    }

    /** The next reading is of everything. */
    void forget() {
        wholeAt = null;
        progress = null;
    }

    private void readWhole(Set<RecordKey> known, StateJournal journal) {
        if (progress == null || place == null) begin();
        for (Progress now = progress; now != null && now.kind() < KINDS.size(); now = progress) list(now);
        // The queue lists today's alone; what was agreed on before is asked for by its id.
        for (RecordKey key : known) {
            AgreedState agreed = journal.get(key);
            if (agreed != null && agreed.target() == MoveTarget.QUEUE && !records.containsKey(key))
                read(MoveTarget.QUEUE, agreed.suiteId());
        }
        wholeAt = Instant.now();
        progress = null;
        if (snapshot != null && place != null) snapshot.whole(wholeAt);
    }

    private void begin() {
        wholeAt = null;
        ApiResponse begin = api.get("/changes");
        place = begin.status() == 200 ? (Long) begin.json().path("next").asLong() : null;
        records.clear();
        progress = new Progress(0, null);
        if (snapshot == null) return;
        if (place == null) snapshot.end();
        else snapshot.begin(place);
    }

    /** Reads what is left of a kind. */
    private void list(Progress from) {
        MoveTarget target = KINDS.get(from.kind());
        each(target, from.after(), view -> {}, next -> {
            progress = next == null ? new Progress(from.kind() + 1, null) : new Progress(from.kind(), next);
            if (snapshot != null && place != null) snapshot.page(target, next);
        });
    }

    /** Reads all of a kind, page after page. */
    void each(MoveTarget target, Consumer<JsonNode> action) {
        each(target, null, action, next -> {});
    }

    private void each(
            MoveTarget target, @Nullable String begin, Consumer<JsonNode> action, Consumer<@Nullable String> readUpTo) {
        String first = target.path() + "?limit=" + PAGE;
        String after = begin;
        do {
            JsonNode page = page(after == null ? first : first + "&after=" + ApiClient.encode(after));
            page.path("items").forEach(view -> {
                learn(target, view);
                action.accept(view);
            });
            after = page.hasNonNull("next") ? page.path("next").asText() : null;
            readUpTo.accept(after);
        } while (after != null);
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

    /**
     * Reads what the feed has told since. The place moves when that is read, so that a fault in between has it told again.
     *
     * @return the ids of what has changed; null when the feed cannot say it any more, and everything is to be read anew
     */
    private @Nullable Set<String> follow() {
        Map<String, MoveTarget> changed = new HashMap<>();
        Long next = place;
        while (next != null) {
            ApiResponse page = api.get("/changes?limit=" + CHANGES + "&topics=" + TOPICS + "&after=" + next);
            if (page.status() == 503) throw page.unexpected("200");
            if (page.status() != 200) {
                forget();
                return null;
            }
            for (JsonNode item : page.json().path("items")) {
                MoveTarget target = ENTITIES.get(item.path("entityType").asText());
                if (target != null) changed.put(item.path("entityId").asText(), target);
            }
            next = page.json().path("next").asLong();
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
        if (snapshot != null && next != null && !next.equals(place)) snapshot.followed(next);
        place = next;
        return changed.keySet();
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
        boolean isKnown = records.values().removeIf(record -> record.id().equals(id));
        if (isKnown && snapshot != null) snapshot.gone(id);
    }

    /** Takes up what a record says now. */
    void learn(MoveTarget target, JsonNode view) {
        RecordKey key = key(target, view);
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
        put(key, record);
        if (snapshot != null) snapshot.record(key, record);
    }

    private void put(RecordKey key, SuiteRecord record) {
        if (record.target() == MoveTarget.PATIENT) patients.put(record.id(), key.id());
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

    /** What a bridge of before had read. */
    private final class Restored implements SuiteSnapshot.Reader {
        @Override
        public void begun(long feed) {
            place = feed;
            progress = new Progress(0, null);
        }

        @Override
        public void record(RecordKey key, SuiteRecord record) {
            put(key, record);
        }

        @Override
        public void gone(String id) {
            records.values().removeIf(record -> record.id().equals(id));
        }

        @Override
        public void page(MoveTarget target, @Nullable String next) {
            int kind = KINDS.indexOf(target);
            progress = next == null ? new Progress(kind + 1, null) : new Progress(kind, next);
        }

        @Override
        public void whole(Instant at) {
            wholeAt = at;
            progress = null;
        }

        @Override
        public void followed(long feed) {
            place = feed;
        }
    }
}
