package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.http.UnexpectedAnswer;
import polyclinic.clients.movein.bridge.BridgeReport.Count;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.ConflictLog;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.RecordMerge;
import polyclinic.clients.movein.bridge.agreement.RecordMerge.Step;
import polyclinic.clients.movein.bridge.agreement.RecordMerge.Whole;
import polyclinic.clients.movein.bridge.agreement.StateJournal;
import polyclinic.clients.movein.files.FileDamage;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.mapping.ClinicShapes;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.transfer.MoveLedger;
import polyclinic.clients.movein.transfer.RecordStoring;
import polyclinic.clients.movein.transfer.WorkerPool;

/**
 * A clinic's files and the suite while both are worked with. A round compares both with what they agreed on last and does what is
 * missing: it may end at any moment, and the next one finds out the same from the files, the suite and the journal.
 */
public final class Bridge implements Closeable {
    private static final String STATE = ".polyclinic-bridge";
    private static final String CUT_OVER = "cutOver";
    private static final String SOURCE = "source";
    private static final String ZONE = "zone";
    private static final String GATEWAY = "gateway";
    private static final String NOT_TAKEN = "the suite does not take it";
    private static final int PARALLEL = 12;
    private static final int LAST_ROUNDS = 20;
    private static final int WRITINGS = 10;

    private final Path folder;
    private final Path stateFolder;
    private final ApiClient api;
    private final ZoneId zone;
    private final String source;
    private final StateJournal journal;
    private final @Nullable SuiteSnapshot snapshot;
    private final SuiteRecords suite;
    private final ConflictLog conflicts;
    private final @Nullable MoveLedger ledger;
    private final Map<ClinicFile, RecordFile> files = new EnumMap<>(ClinicFile.class);
    /** What the suite did not take, by what it said then. */
    private final Map<RecordKey, ScannedRecord> refused = new ConcurrentHashMap<>();

    private boolean settled;

    private Bridge(
            Path folder, ApiClient api, String source, ZoneId zone, StateJournal journal, @Nullable MoveLedger ledger) {
        this.folder = folder;
        this.stateFolder = folder.resolve(STATE);
        this.api = api;
        this.source = source;
        this.zone = zone;
        this.journal = journal;
        this.ledger = ledger;
        this.snapshot = ledger == null ? null : new SuiteSnapshot(stateFolder);
        this.suite = new SuiteRecords(api, new ClinicShapes(source, zone), snapshot);
        this.conflicts = new ConflictLog(stateFolder);
    }

    /**
     * Which clinic and suite; null is what it was before.
     *
     * @param source under which the old ids are kept
     * @param zone of times that are written without one
     * @param gateway the suite's address
     */
    public record Place(
            Path folder, @Nullable String source, @Nullable ZoneId zone, String gateway) {}

    /**
     * To work: one at a time for a folder.
     *
     * @param api as somebody who may say that records come from elsewhere
     * @param usualZone when none was ever named
     */
    public static Bridge open(Place place, ApiClient api, ZoneId usualZone) {
        StateJournal journal = StateJournal.open(place.folder().resolve(STATE));
        try {
            keep(journal, SOURCE, place.source(), "old-clinic");
            keep(journal, ZONE, place.zone() == null ? null : place.zone().getId(), usualZone.getId());
            keep(journal, GATEWAY, place.gateway(), place.gateway());
            MoveLedger ledger = MoveLedger.open(place.folder().resolve(STATE).resolve("stored.ledger"));
            return new Bridge(
                    place.folder(), api, journal.setting(SOURCE), ZoneId.of(journal.setting(ZONE)), journal, ledger);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** To look: nothing is written anywhere. */
    public static Bridge look(Place place, ApiClient api, ZoneId usualZone) {
        StateJournal journal = StateJournal.read(place.folder().resolve(STATE));
        String source = journal.setting(SOURCE);
        String zone = journal.setting(ZONE);
        return new Bridge(
                place.folder(),
                api,
                !source.isEmpty() ? source : place.source() == null ? "old-clinic" : place.source(),
                !zone.isEmpty() ? ZoneId.of(zone) : place.zone() == null ? usualZone : place.zone(),
                journal,
                null);
    }

    private static void keep(StateJournal journal, String name, @Nullable String asked, String usual) {
        String before = journal.setting(name);
        if (before.isEmpty()) journal.set(name, asked == null ? usual : asked);
        else if (asked != null && !asked.equals(before))
            throw new CheckFailed(
                    "this folder's bridge was begun with another " + name + ": " + before + ", not " + asked);
    }

    /** Whether the way out has ended. */
    public boolean isCutOver() {
        return !journal.setting(CUT_OVER).isEmpty();
    }

    /** Compares, and does what is missing on either side. */
    public BridgeReport round() {
        BridgeReport report = new BridgeReport();
        boolean changed = read();
        changed |= suite.refresh(journal.keys(), journal);
        if (!changed && settled) return report;
        settled = false;
        Round round = new Round(report, true);
        round.plan();
        round.bringIn();
        boolean written = round.writeOut();
        settled = written && report.isQuiet();
        report.conflicts(conflicts.entries().size());
        return report;
    }

    /** How far both sides are from each other. */
    public BridgeReport status() {
        BridgeReport report = new BridgeReport();
        read();
        suite.forget();
        suite.refresh(journal.keys(), journal);
        new Round(report, false).plan();
        report.conflicts(conflicts.entries().size());
        if (!report.isSame()) settled = false;
        report.cutOver(journal.setting(CUT_OVER));
        return report;
    }

    /**
     * Ends the way out, when a last comparison finds both sides the same; else nothing ends.
     *
     * @return the last comparison
     */
    public BridgeReport cutOver() {
        for (int i = 0; i < LAST_ROUNDS && !(round().isQuiet() && settled); i++) settled = false;
        BridgeReport last = status();
        if (last.isSame()) journal.set(CUT_OVER, Instant.now().toString());
        settled = false;
        return last;
    }

    /** Writes every file whole from the suite, after what is missing there has come in; the way out is open again. */
    public BridgeReport rollBack() {
        round();
        suite.forget();
        suite.refresh(journal.keys(), journal);
        BridgeReport report = new BridgeReport();
        for (ClinicFile file : ClinicFile.values()) {
            WholeFile whole = new WholeFile(file, suite, journal, mapping(), stateFolder, report);
            int writing = 1;
            while (!whole.write(RecordFile.read(folder, file, null)))
                if (++writing > WRITINGS) throw new CheckFailed(file.fileName() + " is being written all the time");
        }
        if (isCutOver()) journal.set(CUT_OVER, "");
        settled = false;
        return report;
    }

    /** Conflicts as they were decided, the oldest first. */
    public List<ObjectNode> conflicts() {
        return conflicts.entries();
    }

    private boolean read() {
        boolean changed = false;
        for (ClinicFile file : ClinicFile.values()) {
            RecordFile before = files.get(file);
            RecordFile now = RecordFile.read(folder, file, before);
            changed |= !now.isSame(before);
            files.put(file, now);
        }
        return changed;
    }

    private ClinicMapping mapping() {
        return new ClinicMapping(source, zone, Instant.now());
    }

    @Override
    public void close() {
        if (ledger != null) ledger.close();
        if (snapshot != null) snapshot.close();
        journal.close();
    }

    /** One comparison, and what is done about it. */
    private final class Round {
        private final BridgeReport report;
        private final boolean acts;
        private final ClinicMapping mapping = mapping();
        private final MoveReport stored = new MoveReport();
        private final FileWriting writing;
        private final @Nullable SuiteWriting suiteWriting;
        private final Map<ClinicFile, List<Runnable>> ins = new EnumMap<>(ClinicFile.class);
        private final Set<ClinicFile> usable = new HashSet<>();
        private volatile boolean failed;

        Round(BridgeReport report, boolean acts) {
            this.report = report;
            this.acts = acts;
            this.writing = new FileWriting(suite, journal, stateFolder, report);
            this.suiteWriting = ledger == null
                    ? null
                    : new SuiteWriting(
                            api, suite, new RecordStoring(api, ledger, stored, source), journal, conflicts, report);
        }

        void plan() {
            for (ClinicFile kind : ClinicFile.values()) {
                RecordFile file = file(kind);
                Set<RecordKey> keys = new HashSet<>();
                for (RecordKey key : suite.keys()) if (key.file() == kind) keys.add(key);
                report.count(kind, Count.IN_SUITE, keys.size());
                report.count(kind, Count.IN_FILE, file.records().size());
                Set<RecordKey> agreed = new HashSet<>();
                for (RecordKey key : journal.keys()) if (key.file() == kind) agreed.add(key);
                if (!isUsable(kind, file, !agreed.isEmpty())) continue;
                usable.add(kind);
                remember(kind, file);
                keys.addAll(agreed);
                file.records().keySet().forEach(id -> keys.add(new RecordKey(kind, id)));
                for (RecordKey key : keys) if (!file.isUndecided(key.id())) plan(key, file);
            }
        }

        private boolean isUsable(ClinicFile kind, RecordFile file, boolean wasThere) {
            String damage = file.damage();
            if (damage == null && !file.exists() && wasThere) damage = "it is not there any more";
            if (damage != null) {
                report.tell(kind.fileName() + ": " + damage
                        + "; nothing of it is used until it is whole (rollback writes it anew)");
                return false;
            }
            for (FileDamage refusal : file.refusals()) {
                report.count(kind, Count.REFUSED, "line " + refusal.line());
            }
            return true;
        }

        private void remember(ClinicFile kind, RecordFile file) {
            if (!acts || !file.exists()) return;
            String shape = file.shape();
            if (!journal.setting(kind.kind()).equals(shape)) journal.set(kind.kind(), shape);
        }

        private void plan(RecordKey key, RecordFile file) {
            ScannedRecord scanned = file.records().get(key.id());
            SuiteRecord record = suite.get(key);
            AgreedState agreed = journal.get(key);
            if (scanned != null && record != null) {
                both(key, file, new ChangedRecord(key, scanned, record, mapping, suite), agreed);
                return;
            }
            MoveTarget target = record != null ? record.target() : agreed == null ? null : agreed.target();
            Map<String, String> there =
                    scanned == null ? null : target == null ? Map.of() : file.hashes(key.id(), target);
            RecordMerge merge = RecordMerge.of(
                    agreed,
                    there,
                    record == null ? null : record.fields(),
                    new RecordMerge.Comparison(field -> false, false, field -> false, field -> false));
            one(key, merge.whole(), scanned, record, agreed);
        }

        private void one(
                RecordKey key,
                Whole whole,
                @Nullable ScannedRecord scanned,
                @Nullable SuiteRecord record,
                @Nullable AgreedState agreed) {
            boolean isQueue = key.file() == ClinicFile.QUEUE;
            switch (whole) {
                case CREATE -> create(key, scanned);
                case ADD, GONE -> {
                    if (record == null || agreed == null && whole == Whole.GONE) return;
                    boolean wasThere = agreed != null && !agreed.writing();
                    // A queue is emptied from day to day; an id that is the hash of a text goes with the text.
                    boolean mayGo = isQueue && record.target() == MoveTarget.HISTORY || whole == Whole.GONE && isQueue;
                    if (wasThere && (mayGo || isOfContent(key))) report.count(key.file(), Count.GONE, key.id());
                    else out(key, Count.TO_GO_OUT, () -> writing.add(key, record));
                }
                case REMOVE, REMOVE_CHANGED -> {
                    if (agreed == null) return;
                    if (agreed.target() == MoveTarget.PATIENT || agreed.target() == MoveTarget.QUEUE) {
                        report.tell(key.file().kind() + " " + key.id() + ": it is not in the suite any more");
                        return;
                    }
                    if (whole == Whole.REMOVE_CHANGED && acts && scanned != null)
                        conflicts.keep(
                                key,
                                AgreedState.RECORD,
                                "it was withdrawn in the suite and changed in the file",
                                scanned.json(),
                                JsonNodes.object());
                    out(key, Count.TO_GO_OUT, () -> writing.remove(key, agreed));
                }
                case NOTHING, FIELDS -> {}
            }
        }

        private boolean isOfContent(RecordKey key) {
            return key.id().matches("(.*~)?[0-9a-f]{16}");
        }

        private void create(RecordKey key, @Nullable ScannedRecord scanned) {
            if (scanned == null) return;
            ScannedRecord before = refused.get(key);
            if (before != null && before.json().equals(scanned.json())) {
                report.count(key.file(), Count.REFUSED, key.id());
                return;
            }
            if (!acts && conflicts.has(key, AgreedState.RECORD, NOT_TAKEN, scanned.json(), JsonNodes.object())) {
                report.count(key.file(), Count.REFUSED, key.id());
                return;
            }
            in(key, () -> {
                if (suiteWriting == null || suiteWriting.create(key, scanned, mapping)) return;
                refused.put(key, scanned);
                conflicts.keep(key, AgreedState.RECORD, NOT_TAKEN, scanned.json(), JsonNodes.object());
                report.count(key.file(), Count.REFUSED, key.id());
            });
        }

        private void both(RecordKey key, RecordFile file, ChangedRecord changed, @Nullable AgreedState agreed) {
            SuiteRecord record = changed.record();
            Map<String, String> there = file.hashes(key.id(), record.target());
            if (there == null) return;
            if (agreed != null && !agreed.suiteId().equals(record.id())) {
                in(key, () -> {
                    if (suiteWriting != null) suiteWriting.supersede(key, agreed, record);
                });
                return;
            }
            RecordMerge merge = changed.merge(agreed, there);
            if (merge.isSettled()) return;
            Map<Step, List<String>> byStep = new LinkedHashMap<>();
            merge.fields().forEach((field, step) -> byStep.computeIfAbsent(step, any -> new ArrayList<>())
                    .add(field));
            for (String field : byStep.getOrDefault(Step.AGREE, List.of())) if (acts) agree(key, record, field, there);
            List<String> changedThere = byStep.getOrDefault(Step.BRING_IN, List.of());
            if (!changedThere.isEmpty())
                in(key, () -> {
                    if (suiteWriting != null) suiteWriting.change(key, changed, Set.copyOf(changedThere));
                });
            for (Step step : List.of(Step.WRITE_OUT, Step.WRITE_AGAIN, Step.CONFLICT))
                for (String field : byStep.getOrDefault(step, List.of())) {
                    if (step == Step.CONFLICT) conflict(key, changed, field);
                    out(
                            key,
                            step == Step.CONFLICT ? Count.CONFLICTING : Count.TO_GO_OUT,
                            () -> writing.write(key, record, field));
                    if (step == Step.CONFLICT && acts && isCutOver()) agree(key, record, field, there);
                }
        }

        private void conflict(RecordKey key, ChangedRecord changed, String field) {
            if (acts && suiteWriting != null) suiteWriting.keep(key, changed, field, "changed on both sides");
        }

        private void agree(RecordKey key, SuiteRecord record, String field, Map<String, String> there) {
            AgreedState state = journal.get(key);
            if (state == null) state = AgreedState.none(record.target(), record.id());
            journal.put(
                    key,
                    state.of(record.target(), record.id())
                            .agree(
                                    field,
                                    there.getOrDefault(field, ""),
                                    record.fields().getOrDefault(field, "")));
        }

        private void in(RecordKey key, Runnable work) {
            if (acts) ins.computeIfAbsent(key.file(), any -> new ArrayList<>()).add(() -> attempt(key, work));
            else report.count(key.file(), Count.TO_COME_IN, key.id());
        }

        /** What is refused for one record does not keep the others; that the suite is away ends the round. */
        private void attempt(RecordKey key, Runnable work) {
            try {
                work.run();
            } catch (UnexpectedAnswer answer) {
                if (!answer.isRefusal()) throw answer;
                failed = true;
                report.tell(key.file().kind() + " " + key.id() + ": " + answer.getMessage());
            }
        }

        private void out(RecordKey key, Count drift, Runnable work) {
            if (!acts) report.count(key.file(), drift, key.id());
            else if (!isCutOver()) work.run();
        }

        /** Patients first: whose patient is not here is refused. */
        void bringIn() {
            for (ClinicFile kind : ClinicFile.values()) {
                try (WorkerPool pool = new WorkerPool(PARALLEL)) {
                    ins.getOrDefault(kind, List.of()).forEach(pool::submit);
                }
                if (kind == ClinicFile.PATIENTS && report.of(kind, Count.CAME_IN) > 0) refused.clear();
            }
            stored.reasons().forEach(report::tell);
        }

        /** @return whether every file and every record is as it is to be */
        boolean writeOut() {
            boolean all = true;
            for (ClinicFile kind : usable) all &= writing.run(file(kind), kind);
            return all && !failed;
        }

        private RecordFile file(ClinicFile kind) {
            return Objects.requireNonNull(files.get(kind));
        }
    }
}
