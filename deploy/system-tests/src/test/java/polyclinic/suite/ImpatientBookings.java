package polyclinic.suite;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.http.ApiClient;

/** Clients who book, read and cancel all the time and try nothing twice. */
final class ImpatientBookings extends ImpatientClients {
    /** Several requests at every moment. */
    static final long CROWDED_MS = 20;

    /** Always one somewhere, which leaves the processors to what else is to be done. */
    static final long STEADY_MS = 100;

    private final Clinic clinic;
    private final String doctor;
    private final String patient;
    private final Instant firstSlot = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    /** @param pauseMillis of each of them between two bookings */
    ImpatientBookings(Clinic clinic, long pauseMillis) {
        super(pauseMillis);
        this.clinic = clinic;
        ApiClient admin = clinic.as("admin").retrying();
        doctor = DoctorOnboarding.register(
                        admin,
                        "Uma",
                        "Upgrade",
                        "U-" + UUID.randomUUID(),
                        UUID.randomUUID().toString(),
                        15,
                        "general_practice")
                .path("id")
                .asText();
        patient = admin.post("/patients?confirmDistinct=true", ClinicWorkload.somebody())
                .expect(201)
                .text("id");
    }

    /** Ids and states as the clients were told them. */
    Queue<String> acknowledged() {
        return acknowledged;
    }

    /** Ids and states as they are kept. */
    List<String> booked() {
        return clinic.as("reception").retrying().all("/appointments?doctorId=" + doctor).stream()
                .map(item ->
                        item.path("id").asText() + " " + item.path("status").asText())
                .toList();
    }

    @Override
    void round(int number) {
        ApiClient reception = clinic.as("reception");
        Instant start = firstSlot.plus(Duration.ofMinutes(15L * number));
        String id = timed(() -> reception
                .post("/appointments", Map.of("patientId", patient, "doctorId", doctor, "start", start.toString()))
                .expect(201)
                .text("id"));
        String status = "scheduled";
        reception.get("/appointments/" + id).expect(200);
        if (number % 3 == 0) {
            timed(() -> reception
                    .post("/appointments/" + id + "/cancel", Map.of("reason", "a change of plans"))
                    .expect(200));
            status = "cancelled";
        }
        acknowledged.add(id + " " + status);
    }
}
