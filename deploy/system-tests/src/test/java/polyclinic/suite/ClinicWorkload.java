package polyclinic.suite;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.http.ApiClient;

/**
 * A clinic at work: patients are registered, booked and measured, one after another. Each request carries a key and is
 * repeated with it until it is acknowledged, as a client of this API should. The pace leaves the processors to what is
 * starting again.
 */
final class ClinicWorkload {
    /** What the suite acknowledged for one patient: ids. */
    record Acknowledged(String patient, String appointment, String vitals) {}

    private static final int WORKERS = 2;
    /** The checks afterwards look at each one. */
    private static final int MAX_ACKNOWLEDGED = 60;

    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(150);
    private static final long PAUSE_MS = 100;
    private static final long RETRY_DELAY_MS = 250;
    private static final AtomicInteger SLOT = new AtomicInteger();

    private final Clinic clinic;
    private final String doctor;
    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Thread> workers = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    ClinicWorkload(Clinic clinic) {
        this.clinic = clinic;
        String number = "F-" + UUID.randomUUID();
        this.doctor = DoctorOnboarding.register(
                        clinic.as("admin").retrying(),
                        "Fay",
                        "Fault",
                        number,
                        UUID.randomUUID().toString(),
                        15,
                        "general_practice")
                .path("id")
                .asText();
    }

    void start() {
        for (int i = 0; i < WORKERS; i++) {
            Thread worker = new Thread(this::work, "worker-" + i);
            workers.add(worker);
            worker.start();
        }
    }

    void awaitAcknowledged(int more) {
        int wanted = Math.min(MAX_ACKNOWLEDGED, acknowledged.size() + more);
        await(more + " more acknowledged").atMost(RECOVERY_TIMEOUT).until(() -> acknowledged.size() >= wanted);
    }

    void stop() {
        stopped = true;
        await("the workers end").atMost(RECOVERY_TIMEOUT).until(() -> workers.stream()
                .noneMatch(Thread::isAlive));
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** A visit up to the moment when its prescription is being issued; returns the prescription's id. */
    String beginIssuing() {
        return ClinicVisit.begin(clinic).beginIssuing(Map.of("medication", Map.of("name", "Ibuprofen")), 15);
    }

    private void work() {
        ApiClient reception = clinic.as("reception");
        ApiClient nurse = clinic.as("nurse");
        while (!stopped && acknowledged.size() < MAX_ACKNOWLEDGED) {
            String patient = register(reception);
            Instant start = Instant.now()
                    .truncatedTo(ChronoUnit.DAYS)
                    .plus(2, ChronoUnit.DAYS)
                    .plus(Duration.ofMinutes(15L * SLOT.getAndIncrement()));
            String appointment = book(reception, patient, doctor, start);
            String vitals = vitals(nurse, patient);
            acknowledged.add(new Acknowledged(patient, appointment, vitals));
            pause(PAUSE_MS);
        }
    }

    /** A person to be registered whose name nobody else has. */
    static Map<String, Object> somebody() {
        return Map.of(
                "givenName",
                UUID.randomUUID().toString(),
                "familyName",
                "Fault",
                "birthDate",
                "1980-01-01",
                "sex",
                "unknown");
    }

    static String register(ApiClient reception) {
        Map<String, Object> person = somebody();
        return repeated(key -> reception
                .post("/patients?confirmDistinct=true", person, key)
                .expect(201)
                .text("id"));
    }

    static String book(ApiClient reception, String patient, String doctor, Instant start) {
        return repeated(key -> reception
                .post("/appointments", Map.of("patientId", patient, "doctorId", doctor, "start", start.toString()), key)
                .expect(201)
                .text("id"));
    }

    private static String vitals(ApiClient nurse, String patient) {
        return repeated(key -> nurse.post(
                        "/clinical-data",
                        Map.of("patientId", patient, "dataType", "vital_signs", "data", Map.of("heartRate", 71)),
                        key)
                .expect(201)
                .text("id"));
    }

    /** One key, any number of tries at short intervals: the pauses of a retrying client would grow beyond the recovery. */
    static String repeated(Function<String, String> request) {
        String key = UUID.randomUUID().toString();
        Instant end = Instant.now().plus(RECOVERY_TIMEOUT);
        while (true) {
            try {
                return request.apply(key);
            } catch (CheckFailed refused) {
                if (Instant.now().isAfter(end)) throw refused;
                pause(RETRY_DELAY_MS);
            }
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
