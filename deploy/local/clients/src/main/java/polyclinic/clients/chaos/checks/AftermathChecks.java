package polyclinic.clients.chaos.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import polyclinic.clients.chaos.faults.StackSupervisor;
import polyclinic.clients.chaos.work.Acknowledgements;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.chaos.work.Premises;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;

/** What has to hold after the faults of a run, and after a series of them. */
public final class AftermathChecks {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(4);
    private static final int READERS = 4;
    private static final int READ_TIMEOUT_MIN = 30;

    private final Clinic clinic;
    private final Findings findings;

    public AftermathChecks(Clinic clinic, Findings findings) {
        this.clinic = clinic;
        this.findings = findings;
    }

    /** Every process runs again, and the gateway says that all is well. */
    public void awaitRecovery(StackSupervisor supervisor) {
        try {
            Poller.until(
                    RECOVERY_TIMEOUT,
                    () -> supervisor.notRunning().isEmpty() && isHealthy() ? true : null,
                    () -> "the stack does not recover; not running: " + supervisor.notRunning());
        } catch (CheckFailed never) {
            findings.add(String.valueOf(never.getMessage()));
        }
    }

    /** Returns when nothing waits to be sent. */
    public void awaitEvents() {
        new PendingEvents(clinic, findings).awaitNone();
    }

    /** Compares all that was acknowledged with what is there. */
    public void compareRecords(Acknowledgements acknowledged, Premises premises) {
        StoredRecords records = new StoredRecords(clinic, acknowledged, findings);
        Projections projections = new Projections(clinic, findings);
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> patients = acknowledged.patients().keySet().stream()
                    .<Future<?>>map(patient -> threads.submit(() -> {
                        records.compare(patient, acknowledged.of(patient));
                        projections.compareTimeline(patient, acknowledged.of(patient));
                        projections.compareCharges(patient, acknowledged.dispensesOf(patient));
                    }))
                    .toList();
            for (Future<?> patient : patients) await(patient);
        } finally {
            threads.shutdownNow();
        }
        records.compareDispenses(premises);
    }

    /** Compares all that was acknowledged since with the trail, and has that verified. */
    public void compareTrail(Acknowledgements acknowledged, Instant since) {
        TrailEntries trail = new TrailEntries(clinic, findings);
        trail.compare(since, acknowledged);
        trail.verify();
    }

    /** No file is left over; takes as long as the sweeper's turn. */
    public void awaitNoOrphan(Instant since) {
        new StoredBlobs(clinic, findings).awaitNoOrphan(since);
    }

    private boolean isHealthy() {
        try {
            return clinic.anonymous().get("/api/sync/health").status() == 200;
        } catch (CheckFailed noAnswer) {
            return false;
        }
    }

    private void await(Future<?> patient) {
        try {
            patient.get(READ_TIMEOUT_MIN, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            findings.add("could not be read: " + e.getCause());
        } catch (TimeoutException e) {
            findings.add("could not be read in time");
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
