package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.movein.bridge.BridgeReport.Count;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.StateJournal;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * Writes what changed in the suite into the files, each file once for all its changes. What is being written is in the journal before and
 * after: a file that was not put in place is written again, whoever stopped it.
 */
final class FileWriting {
    private final SuiteRecords suite;
    private final StateJournal journal;
    private final Path aside;
    private final BridgeReport report;
    private final Map<ClinicFile, Map<RecordKey, Change>> changes = new LinkedHashMap<>();

    /** @param fields to be written; none when the record is to be taken out */
    private record Change(MoveTarget target, String suiteId, Set<String> fields) {}

    /** @param aside where the former files are kept */
    FileWriting(SuiteRecords suite, StateJournal journal, Path aside, BridgeReport report) {
        this.suite = suite;
        this.journal = journal;
        this.aside = aside;
        this.report = report;
    }

    void write(RecordKey key, SuiteRecord record, String field) {
        changes.computeIfAbsent(key.file(), any -> new LinkedHashMap<>())
                .computeIfAbsent(key, any -> new Change(record.target(), record.id(), new LinkedHashSet<>()))
                .fields()
                .add(field);
    }

    /** All of it: the file has it not. */
    void add(RecordKey key, SuiteRecord record) {
        RecordFields.names(key.file(), record.target()).forEach(field -> write(key, record, field));
    }

    void remove(RecordKey key, AgreedState agreed) {
        changes.computeIfAbsent(key.file(), any -> new LinkedHashMap<>())
                .put(key, new Change(agreed.target(), agreed.suiteId(), Set.of()));
    }

    /** @return whether the file is as it is to be; else it is read and merged again */
    boolean run(RecordFile file, ClinicFile kind) {
        Map<RecordKey, Change> due = changes.getOrDefault(kind, Map.of());
        if (due.isEmpty()) return true;
        RecordTree tree = file.tree();
        Map<RecordKey, AgreedState> before = new LinkedHashMap<>();
        Map<RecordKey, AgreedState> states = new LinkedHashMap<>();
        due.forEach((key, change) -> {
            AgreedState agreed = journal.get(key);
            AgreedState state = apply(tree, key, change, agreed);
            if (state == null) return;
            if (agreed != null) before.put(key, agreed);
            states.put(key, state);
        });
        if (states.isEmpty()) return true;
        boolean done =
                file.replace(tree.bytes(), () -> journal.put(states, true), aside.resolve("former-" + kind.fileName()));
        if (!done) {
            journal.put(before, false);
            return false;
        }
        states.replaceAll((key, state) -> state.written());
        journal.put(states, false);
        report.count(kind, Count.WENT_OUT, states.size());
        return true;
    }

    /** Null when nothing can be written of it now. */
    private @Nullable AgreedState apply(RecordTree tree, RecordKey key, Change change, @Nullable AgreedState agreed) {
        MoveTarget target = change.target();
        List<ObjectNode> there = tree.find(key.id());
        if (change.fields().isEmpty()) {
            if (agreed == null || there.isEmpty()) return null;
            Map<String, String> said = RecordFields.ofFile(key.file(), target, there.get(0));
            tree.remove(key.id());
            return agreed.remove(said);
        }
        ApiResponse read = suite.read(target, change.suiteId());
        ObjectNode shaped = read == null ? null : suite.shaped(key, target, read.json());
        if (read == null || shaped == null) return null;
        JsonNode view = read.json();
        Map<String, String> here = RecordFields.ofSuite(key.file(), target, view);
        AgreedState state =
                (agreed == null ? AgreedState.none(target, change.suiteId()) : agreed).of(target, change.suiteId());
        if (there.isEmpty()) {
            tree.add(key.id(), shaped.path("patient_id").asText(), shaped);
            return state.add(RecordFields.ofFile(key.file(), target, shaped), here);
        }
        Map<String, String> former = RecordFields.ofFile(key.file(), target, there.get(0));
        for (ObjectNode record : there)
            change.fields().forEach(field -> RecordFields.write(key.file(), target, field, shaped, record));
        Map<String, String> written = RecordFields.ofFile(key.file(), target, there.get(0));
        for (String field : change.fields())
            state = state.write(
                    field,
                    former.getOrDefault(field, ""),
                    written.getOrDefault(field, ""),
                    here.getOrDefault(field, ""));
        return state;
    }
}
