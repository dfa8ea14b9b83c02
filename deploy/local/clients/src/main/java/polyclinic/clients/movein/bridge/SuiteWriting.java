package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.BridgeReport.Count;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.ConflictLog;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.StateJournal;
import polyclinic.clients.movein.files.RecordIds;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.mapping.ClinicShapes;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.mapping.UnfitRecord;
import polyclinic.clients.movein.transfer.RecordStoring;

/**
 * Brings what changed in the files into the suite: each in a way that done again changes nothing, since it may have been done before a
 * kill. What the suite refuses is kept as a conflict, and what the suite says goes out.
 */
final class SuiteWriting {
    private static final List<String> QUEUE_STATES =
            List.of("waiting", "nurse_completed", "ready_for_doctor", "in_consultation", "completed");

    private final ApiClient api;
    private final SuiteRecords suite;
    private final RecordStoring storing;
    private final StateJournal journal;
    private final ConflictLog conflicts;
    private final BridgeReport report;

    SuiteWriting(
            ApiClient api,
            SuiteRecords suite,
            RecordStoring storing,
            StateJournal journal,
            ConflictLog conflicts,
            BridgeReport report) {
        this.api = api.persistent();
        this.suite = suite;
        this.storing = storing;
        this.journal = journal;
        this.conflicts = conflicts;
        this.report = report;
    }

    /** Stores a record that the suite has not. @return whether it is stored */
    boolean create(RecordKey key, ScannedRecord scanned, ClinicMapping mapping) {
        MoveRecord mapped;
        try {
            mapped = mapping.map(key.file(), key.id(), scanned);
        } catch (UnfitRecord unfit) {
            report.tell(key.file().fileName() + ":" + scanned.line() + ": " + unfit.reason());
            return false;
        }
        String id = storing.store(key.file().kind(), mapped);
        if (id == null) return false;
        ApiResponse response = suite.read(mapped.target(), id);
        SuiteRecord record = suite.get(key);
        // Stored long ago and withdrawn since: the next round finds it so.
        if (response == null || record == null) return true;
        agree(key, new ChangedRecord(key, scanned, record, mapping, suite));
        report.count(key.file(), Count.CAME_IN, 1);
        return true;
    }

    /** Of what was just stored; a field that somebody has changed here already is left to the next round. */
    private void agree(RecordKey key, ChangedRecord changed) {
        SuiteRecord record = changed.record();
        AgreedState state = AgreedState.none(record.target(), record.id());
        JsonNode json = changed.scanned().json();
        for (var field : RecordFields.ofFile(key.file(), record.target(), json).entrySet())
            if (record.isUntouched() || changed.isSame(field.getKey()))
                state = state.agree(
                        field.getKey(), field.getValue(), record.fields().getOrDefault(field.getKey(), ""));
        if (!state.inFile().isEmpty()) journal.put(key, state);
    }

    /** Brings fields that changed there alone into a record of the suite. */
    void change(RecordKey key, ChangedRecord changed, Set<String> fields) {
        ApiResponse now = changed.response();
        SuiteRecord record = suite.get(key);
        // Changed in this moment: the next round compares again.
        if (now == null
                || record == null
                || !record.fields().equals(changed.record().fields())) return;
        MoveRecord mapped;
        try {
            mapped = changed.mapped();
        } catch (UnfitRecord unfit) {
            for (String field : fields) refuse(key, changed, field, unfit.reason());
            return;
        }
        switch (record.target()) {
            case PATIENT -> {
                for (String field : fields) edit(key, changed, field, mapped.body());
            }
            case QUEUE -> move(key, changed, mapped);
            default -> correct(key, changed, mapped);
        }
    }

    private void edit(RecordKey key, ChangedRecord changed, String field, ObjectNode request) {
        SuiteRecord record = changed.record();
        ObjectNode patch = RecordFields.patch(key.file(), MoveTarget.PATIENT, field, request);
        boolean says = patch.properties().stream()
                .anyMatch(member -> !member.getValue().isNull());
        if (!says && !changed.isNothingThere(field)) {
            refuse(key, changed, field, "what the file says cannot be read");
            return;
        }
        ApiResponse read = api.get("/patients/" + record.id()).expect(200);
        String seen = RecordFields.ofSuite(key.file(), MoveTarget.PATIENT, read.json())
                .getOrDefault(field, "");
        if (!seen.equals(record.fields().get(field))) return;
        ApiResponse response = api.patch("/patients/" + record.id(), read.etag(), patch);
        if (response.status() == 412) return;
        if (response.status() != 200) {
            refuse(key, changed, field, reason(response));
            return;
        }
        suite.learn(MoveTarget.PATIENT, response.json());
        settle(key, changed, field);
    }

    private static String reason(ApiResponse response) {
        if (response.status() != 422 && response.status() != 409 && response.status() != 403)
            throw response.unexpected("200");
        return "refused by the suite: " + response.problem();
    }

    /** A field is as the file says. */
    private void settle(RecordKey key, ChangedRecord changed, String field) {
        SuiteRecord now = Objects.requireNonNull(suite.get(key));
        AgreedState state = journal.get(key);
        if (state == null) state = AgreedState.none(now.target(), now.id());
        String there = hash(key, changed, now.target(), field);
        journal.put(
                key,
                state.of(now.target(), now.id())
                        .agree(field, there, now.fields().getOrDefault(field, "")));
        report.count(key.file(), Count.CAME_IN, 1);
    }

    private static String hash(RecordKey key, ChangedRecord changed, MoveTarget target, String field) {
        return RecordFields.ofFile(key.file(), target, changed.scanned().json()).getOrDefault(field, "");
    }

    /** The suite's counts and goes out; what the file said is kept. */
    private void refuse(RecordKey key, ChangedRecord changed, String field, String reason) {
        SuiteRecord record = changed.record();
        keep(key, changed, field, reason);
        AgreedState state = journal.get(key);
        if (state == null) state = AgreedState.none(record.target(), record.id());
        journal.put(key, state.refuse(field, hash(key, changed, record.target(), field)));
    }

    /** Keeps what the file says as a conflict that the suite won. */
    void keep(RecordKey key, ChangedRecord changed, String field, String reason) {
        MoveTarget target = changed.record().target();
        boolean isNew = conflicts.keep(
                key,
                field,
                reason,
                RecordFields.there(key.file(), target, field, changed.scanned().json()),
                RecordFields.here(key.file(), target, field, changed.view()));
        if (isNew) {
            report.count(key.file(), Count.CONFLICTING, key.id());
            report.tell(key.file().kind() + " " + key.id() + " " + field + ": " + reason
                    + "; the suite's counts, the other is in the conflicts");
        }
    }

    /** Moves a place in the queue on; what was seen to there leaves the queue here and is history, with its states and times. */
    private void move(RecordKey key, ChangedRecord changed, MoveRecord mapped) {
        String id = changed.record().id();
        String wanted = ChangedRecord.place(mapped).path("status").asText();
        String now = changed.view().path("status").asText();
        if (wanted.equals("completed") || mapped.target() == MoveTarget.HISTORY && wanted.equals("in_consultation")) {
            correct(key, changed, mapped);
            return;
        }
        int to = QUEUE_STATES.indexOf(wanted);
        int from = QUEUE_STATES.indexOf(now);
        if (wanted.equals("cancelled")) {
            transit(id, "cancelled");
        } else if (from < 0 || to <= from) {
            refuse(key, changed, "status", "the suite's queue does not go back");
            return;
        } else {
            QUEUE_STATES.subList(from + 1, to + 1).forEach(step -> transit(id, step));
        }
        ApiResponse after = suite.read(MoveTarget.QUEUE, id);
        if (after == null || !after.text("status").equals(wanted))
            refuse(key, changed, "status", "the suite's queue does not allow it");
        else settle(key, changed, "status");
    }

    private void transit(String id, String to) {
        api.post("/queue/" + id + "/transition", JsonNodes.object("to", to), "bridge:" + id + ":" + to)
                .expect(200, 409, 422, 403);
    }

    /**
     * Stores what the file says as another record and takes the former back: what was signed or recorded never changes. Done again it
     * finds the same record.
     */
    private void correct(RecordKey key, ChangedRecord changed, MoveRecord mapped) {
        SuiteRecord former = changed.record();
        if (!former.isFromThere() && former.target() != MoveTarget.QUEUE) {
            for (String field : RecordFields.names(key.file(), former.target()))
                refuse(key, changed, field, "what was signed here is not changed from there");
            return;
        }
        String hash = RecordIds.hash(
                JsonNodes.object("was", former.id(), "is", changed.scanned().json()));
        ObjectNode body = mapped.body().deepCopy();
        String externalId = ClinicShapes.corrected(key.id(), hash);
        body.withObject("/provenance").put("externalId", externalId);
        String id = storing.store(
                key.file().kind(),
                new MoveRecord(
                        mapped.target(),
                        externalId,
                        mapped.place(),
                        mapped.patient(),
                        body,
                        List.of(),
                        mapped.treatments()));
        if (id == null) {
            for (String field : RecordFields.names(key.file(), former.target()))
                refuse(key, changed, field, "refused by the suite");
            return;
        }
        withdraw(former.target(), former.id(), mapped.target(), id);
        if (suite.read(mapped.target(), id) == null)
            throw new CheckFailed(key.file().kind() + " " + key.id() + ": it is stored and cannot be read");
        for (String field : RecordFields.names(key.file(), mapped.target())) settle(key, changed, field);
    }

    /** Goes on where a kill left a correction: the later record is stored, the former may not be taken back yet. */
    void supersede(RecordKey key, AgreedState former, SuiteRecord now) {
        withdraw(former.target(), former.suiteId(), now.target(), now.id());
        journal.put(key, former.of(now.target(), now.id()));
        report.count(key.file(), Count.CAME_IN, 1);
    }

    private void withdraw(MoveTarget target, String former, MoveTarget laterTarget, String replacement) {
        if (target == MoveTarget.QUEUE) {
            transit(former, "cancelled");
            return;
        }
        String replacedBy = target == laterTarget ? replacement : null;
        api.post(
                        target.path() + "/" + former + "/entered-in-error",
                        JsonNodes.object(
                                "reason", "corrected in the files that it came from", "replacedBy", replacedBy),
                        "bridge:" + former + ":" + replacement)
                // Withdrawn already: to who brings in records, one that was taken back is none.
                .expect(200, 404, 409);
    }
}
