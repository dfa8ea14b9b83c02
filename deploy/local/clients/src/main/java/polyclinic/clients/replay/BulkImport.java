package polyclinic.clients.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.transfer.WorkerPool;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.report.ReplayReport;
import polyclinic.clients.replay.transfer.AuditTrails;
import polyclinic.clients.replay.transfer.PatientQuestion;

/**
 * Imports the records of many patients, a group at a time: while some are stored, others are read back and compared. Who may be known is
 * asked for all of a group at once, and so are its patients when they are read back. What belongs to a group is stored when the next ones
 * have been registered: until then the services have heard of its patients, and need not ask. The audit trail, which follows a moment
 * later, is read when all are stored. What is told of a patient is told in one piece.
 */
final class BulkImport implements AutoCloseable {
    /** Each with some requests at a time: together about as many as a gateway takes of one caller. */
    private static final int STORED_AT_ONCE = 4;

    private static final int COMPARED_AT_ONCE = 2;
    private static final int GROUP = 10;

    private final Clinic clinic;
    private final PrintStream out;
    private final ReplayReport report;
    private final WorkerPool storing = new WorkerPool(STORED_AT_ONCE);
    private final WorkerPool comparing = new WorkerPool(COMPARED_AT_ONCE);
    private final LinkedBlockingQueue<List<Passage>> registered = new LinkedBlockingQueue<>();
    private final AuditTrails trails;
    private List<Passage> group = new ArrayList<>();

    /** A patient on the way, and what is told of it. */
    private record Passage(PatientTransfer transfer, ByteArrayOutputStream told) {}

    /** @param out where progress goes */
    BulkImport(Clinic clinic, PrintStream out, ReplayReport report) {
        this.clinic = clinic;
        this.out = out;
        this.report = report;
        this.trails = new AuditTrails(clinic);
    }

    /** Takes a patient of a file; waits while there are enough of them. By one thread. */
    void add(String file, ImportPlan plan) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        group.add(new Passage(new PatientTransfer(clinic, file, plan, new PrintStream(told, true, UTF_8)), told));
        if (group.size() == GROUP) submit();
    }

    private void submit() {
        List<Passage> full = group;
        group = new ArrayList<>();
        storing.submit(() -> {
            registered.add(register(full));
            if (registered.size() > STORED_AT_ONCE) storeOldest();
        });
    }

    /** @return those of them who are here now */
    private List<Passage> register(List<Passage> passages) {
        Set<ImportPlan> known = PatientQuestion.possiblyKnown(clinic, plans(passages));
        return attempt(passages, passage -> passage.transfer()
                .register(known.contains(passage.transfer().plan())));
    }

    private void storeOldest() {
        List<Passage> oldest = registered.poll();
        if (oldest == null) return;
        List<Passage> stored = attempt(oldest, passage -> passage.transfer().store());
        comparing.submit(() -> compare(stored));
    }

    private void compare(List<Passage> passages) {
        Map<String, JsonNode> patients = PatientQuestion.read(clinic, plans(passages));
        for (Passage passage : passages) {
            PatientTransfer transfer = passage.transfer();
            @Nullable JsonNode patient = patients.get(transfer.outcome().patientId());
            if (transfer.attempt(() -> transfer.compare(patient))) {
                transfer.report().visit(Replay.NO_VISIT);
                trails.add(transfer.trail(), transfer.report()::fail);
            }
            transfer.tell();
            finish(passage);
        }
    }

    private interface Step {
        void take(Passage passage);
    }

    /** @return those for whom it did not fail; of all others there is nothing more to do than to tell it */
    private List<Passage> attempt(List<Passage> passages, Step step) {
        List<Passage> done = new ArrayList<>();
        for (Passage passage : passages)
            if (passage.transfer().attempt(() -> step.take(passage))) done.add(passage);
            else finish(passage);
        return done;
    }

    private static List<ImportPlan> plans(List<Passage> passages) {
        return passages.stream().map(passage -> passage.transfer().plan()).toList();
    }

    private void finish(Passage passage) {
        report.add(passage.transfer().report());
        out.print(passage.told().toString(UTF_8));
    }

    /** Waits until all are stored and compared, and the trail has an entry for everything. */
    @Override
    public void close() {
        try {
            if (!group.isEmpty()) submit();
            storing.close();
            try (WorkerPool last = new WorkerPool(STORED_AT_ONCE)) {
                for (int left = registered.size(); left > 0; left--) last.submit(this::storeOldest);
            }
        } finally {
            comparing.close();
        }
        out.println();
        out.println(trails.require());
    }
}
