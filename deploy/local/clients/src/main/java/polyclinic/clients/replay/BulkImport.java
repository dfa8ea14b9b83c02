package polyclinic.clients.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.movein.transfer.WorkerPool;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.report.PatientReport;
import polyclinic.clients.replay.report.ReplayReport;
import polyclinic.clients.replay.transfer.AuditTrail;

/**
 * Imports the records of many patients: while some are stored, others are read back and compared. The audit trail, which follows a moment
 * later, is asked when all are stored, so that nobody waits for it with each patient. What is told of a patient is told in one piece.
 */
final class BulkImport implements AutoCloseable {
    /** Each with some requests at a time: together about as many as a gateway takes of one caller. */
    private static final int STORED_AT_ONCE = 4;

    private static final int COMPARED_AT_ONCE = 2;
    private static final int TRAILS_AT_ONCE = 4;

    private final Clinic clinic;
    private final PrintStream out;
    private final ReplayReport report;
    private final WorkerPool storing = new WorkerPool(STORED_AT_ONCE);
    private final WorkerPool comparing = new WorkerPool(COMPARED_AT_ONCE);
    private final Queue<Trail> trails = new ConcurrentLinkedQueue<>();

    private record Trail(PatientReport patient, AuditTrail entries) {}

    /** @param out where progress goes */
    BulkImport(Clinic clinic, PrintStream out, ReplayReport report) {
        this.clinic = clinic;
        this.out = out;
        this.report = report;
    }

    /** Takes a patient of a file; waits while there are enough of them. */
    void add(String file, ImportPlan plan) {
        storing.submit(() -> {
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            PatientTransfer transfer = new PatientTransfer(clinic, file, plan, new PrintStream(told, true, UTF_8));
            if (transfer.attempt(transfer::store)) comparing.submit(() -> compare(transfer, told));
            else finish(transfer, told);
        });
    }

    private void compare(PatientTransfer transfer, ByteArrayOutputStream told) {
        if (transfer.attempt(transfer::compare)) {
            transfer.report().visit(Replay.NO_VISIT);
            trails.add(new Trail(transfer.report(), transfer.trail()));
        }
        transfer.tell();
        finish(transfer, told);
    }

    private void finish(PatientTransfer transfer, ByteArrayOutputStream told) {
        report.add(transfer.report());
        out.print(told.toString(UTF_8));
    }

    /** Waits until all are stored and compared, and the trail has an entry for everything. */
    @Override
    public void close() {
        try {
            storing.close();
        } finally {
            comparing.close();
        }
        AtomicInteger entries = new AtomicInteger();
        AtomicInteger patients = new AtomicInteger();
        try (WorkerPool asking = new WorkerPool(TRAILS_AT_ONCE)) {
            for (Trail trail : trails)
                asking.submit(() -> {
                    try {
                        entries.addAndGet(trail.entries().require());
                        patients.incrementAndGet();
                    } catch (CheckFailed failure) {
                        trail.patient().fail(String.valueOf(failure.getMessage()));
                    }
                });
        }
        out.println();
        out.printf(
                "audit trail: %d entries about %d patients, which tell of everything that was stored%n",
                entries.get(), patients.get());
    }
}
