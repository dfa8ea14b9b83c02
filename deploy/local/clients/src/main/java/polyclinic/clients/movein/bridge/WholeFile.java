package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.movein.bridge.BridgeReport.Count;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.StateJournal;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * Writes a file whole from the suite, also one that was damaged or lost: in the shape that it had, with what the suite says of every
 * record. Records that the suite has not, and members that it does not know, stay as they can be read.
 */
final class WholeFile {
    private static final Map<ClinicFile, List<MoveTarget>> TARGETS = Map.of(
            ClinicFile.PATIENTS, List.of(MoveTarget.PATIENT),
            ClinicFile.QUEUE, List.of(MoveTarget.HISTORY, MoveTarget.QUEUE),
            ClinicFile.NOTES, List.of(MoveTarget.NOTE),
            ClinicFile.HISTORY, List.of(MoveTarget.HISTORY));

    private final ClinicFile kind;
    private final SuiteRecords suite;
    private final StateJournal journal;
    private final ClinicMapping mapping;
    private final Path aside;
    private final BridgeReport report;

    WholeFile(
            ClinicFile kind,
            SuiteRecords suite,
            StateJournal journal,
            ClinicMapping mapping,
            Path aside,
            BridgeReport report) {
        this.kind = kind;
        this.suite = suite;
        this.journal = journal;
        this.mapping = mapping;
        this.aside = aside;
        this.report = report;
    }

    /** @return false when the other program has written meanwhile */
    boolean write(RecordFile file) {
        RecordTree tree =
                file.damage() == null && file.exists() ? file.tree() : file.salvaged(journal.setting(kind.kind()));
        Map<RecordKey, AgreedState> before = new HashMap<>();
        Map<RecordKey, AgreedState> states = new LinkedHashMap<>();
        for (MoveTarget target : TARGETS.getOrDefault(kind, List.of()))
            suite.each(target, view -> {
                RecordKey key = suite.key(target, view);
                SuiteRecord record = suite.get(key);
                if (key.file() != kind
                        || record == null
                        || !record.id().equals(view.path("id").asText())) return;
                AgreedState state = put(tree, key, record, view);
                if (state != null) states.put(key, state);
            });
        for (RecordKey key : journal.keys()) {
            earlier(tree, key, states);
            withdrawn(tree, key, states);
        }
        states.keySet().forEach(key -> {
            AgreedState agreed = journal.get(key);
            if (agreed != null) before.put(key, agreed);
        });
        String former =
                (file.damage() == null ? "former-" : "damaged-" + System.currentTimeMillis() + "-") + kind.fileName();
        if (!file.replace(tree.bytes(), () -> journal.put(states, true), aside.resolve(former))) {
            journal.put(before, false);
            return false;
        }
        states.replaceAll((key, state) -> state.written());
        journal.put(states, false);
        report.count(kind, Count.WENT_OUT, states.size());
        return true;
    }

    /** Of the queues of other days, which no list has. */
    private void earlier(RecordTree tree, RecordKey key, Map<RecordKey, AgreedState> states) {
        AgreedState agreed = journal.get(key);
        if (key.file() != kind || agreed == null || agreed.target() != MoveTarget.QUEUE || states.containsKey(key))
            return;
        ApiResponse read = suite.read(MoveTarget.QUEUE, agreed.suiteId());
        SuiteRecord record = suite.get(key);
        if (read == null || record == null || record.target() != MoveTarget.QUEUE) return;
        AgreedState state = put(tree, key, record, read.json());
        if (state != null) states.put(key, state);
    }

    /** What is in the suite no longer is not in the file either. */
    private void withdrawn(RecordTree tree, RecordKey key, Map<RecordKey, AgreedState> states) {
        AgreedState agreed = journal.get(key);
        if (key.file() != kind || agreed == null || suite.get(key) != null) return;
        if (agreed.target() != MoveTarget.NOTE && agreed.target() != MoveTarget.HISTORY) return;
        List<ObjectNode> there = tree.find(key.id());
        if (there.isEmpty()) return;
        states.put(key, agreed.remove(RecordFields.ofFile(kind, agreed.target(), there.get(0))));
        tree.remove(key.id());
    }

    private @Nullable AgreedState put(RecordTree tree, RecordKey key, SuiteRecord suiteRecord, JsonNode view) {
        MoveTarget target = suiteRecord.target();
        ObjectNode shaped = suite.shaped(key, target, view);
        if (shaped == null) return null;
        AgreedState agreed = journal.get(key);
        AgreedState state =
                (agreed == null ? AgreedState.none(target, suiteRecord.id()) : agreed).of(target, suiteRecord.id());
        List<ObjectNode> there = tree.find(key.id());
        if (there.isEmpty()) {
            tree.add(key.id(), shaped.path("patient_id").asText(), shaped);
            return state.add(RecordFields.ofFile(kind, target, shaped), suiteRecord.fields());
        }
        ChangedRecord changed = new ChangedRecord(
                key, new ScannedRecord(0, patient(shaped), there.get(0), false), suiteRecord, mapping, suite);
        Map<String, String> former = RecordFields.ofFile(kind, target, there.get(0));
        for (String field : RecordFields.names(kind, target)) {
            boolean keeps = isAgreed(agreed, field, former, suiteRecord) || changed.isSame(field);
            if (!keeps) there.forEach(record -> RecordFields.write(kind, target, field, shaped, record));
        }
        Map<String, String> written = RecordFields.ofFile(kind, target, there.get(0));
        for (String field : RecordFields.names(kind, target))
            state = former.getOrDefault(field, "").equals(written.get(field))
                    ? state.agree(
                            field,
                            former.getOrDefault(field, ""),
                            suiteRecord.fields().getOrDefault(field, ""))
                    : state.write(
                            field,
                            former.getOrDefault(field, ""),
                            written.getOrDefault(field, ""),
                            suiteRecord.fields().getOrDefault(field, ""));
        return state;
    }

    private String patient(ObjectNode shaped) {
        return shaped.path("patient_id").asText();
    }

    /** Whether both sides are as they were when they agreed, in other words perhaps. */
    private static boolean isAgreed(
            @Nullable AgreedState agreed, String field, Map<String, String> there, SuiteRecord here) {
        return agreed != null
                && there.getOrDefault(field, "").equals(agreed.inFile().get(field))
                && here.fields().getOrDefault(field, "").equals(agreed.inSuite().get(field));
    }
}
