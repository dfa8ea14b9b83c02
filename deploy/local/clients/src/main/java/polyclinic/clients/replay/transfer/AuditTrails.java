package polyclinic.clients.replay.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.movein.transfer.WorkerPool;

/**
 * Looks whether the audit trail tells of an import of many patients. What it has since the beginning is read once for all of them; who
 * is not complete in it is asked for alone, and for a while.
 */
public final class AuditTrails {
    private static final int ASKED_AT_ONCE = 4;

    /** The clocks of the services may be behind the one here by so much. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final ApiClient auditor;
    private final Instant begin = Instant.now().minus(CLOCK_TOLERANCE);
    private final List<Patient> patients = new ArrayList<>();

    private record Patient(AuditTrail trail, Consumer<String> failed) {}

    /** Before anything is stored. */
    public AuditTrails(Clinic clinic) {
        auditor = clinic.as("auditor").retrying();
    }

    /** @param failed is told what the trail lacks of the patient */
    public synchronized void add(AuditTrail trail, Consumer<String> failed) {
        if (!trail.isWhole()) patients.add(new Patient(trail, failed));
    }

    /** Returns a line that says what there is. */
    public synchronized String require() {
        if (!patients.isEmpty()) {
            // The trail follows: what was stored last is waited for.
            ask(patients.get(patients.size() - 1));
            read();
            try (WorkerPool asking = new WorkerPool(ASKED_AT_ONCE)) {
                for (Patient patient : patients) if (!patient.trail().isWhole()) asking.submit(() -> ask(patient));
            }
        }
        return "audit trail: %d entries about %d patients, which tell of everything that was stored"
                .formatted(
                        patients.stream()
                                .mapToInt(patient -> patient.trail().count())
                                .sum(),
                        patients.stream()
                                .filter(patient -> patient.trail().isWhole())
                                .count());
    }

    private void read() {
        Map<String, AuditTrail> open = new LinkedHashMap<>();
        for (Patient patient : patients)
            if (!patient.trail().isWhole()) open.put(patient.trail().patientId(), patient.trail());
        for (String action : open.values().stream()
                .flatMap(trail -> trail.actions().stream())
                .collect(Collectors.toSet()))
            try {
                auditor.lines("/audit/export?action=" + action + "&from=" + begin, entry -> {
                    AuditTrail trail = open.get(entry.path("patientId").asText());
                    if (trail != null) trail.take(entry);
                });
            } catch (CheckFailed brokenOff) {
                // Each of them is asked for alone then.
                return;
            }
    }

    private static void ask(Patient patient) {
        try {
            patient.trail().require();
        } catch (CheckFailed failure) {
            patient.failed().accept(String.valueOf(failure.getMessage()));
        }
    }
}
