package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

/** A clinic's staff, who change something in every service for one new patient after another, and try nothing twice. */
final class ImpatientStaff extends ImpatientClients {
    private static final long PAUSE_MS = 100;
    private static final Map<String, String> PRICE = Map.of("amount", "120.00", "currency", "INR");

    /** What the suite acknowledged for one patient: ids. */
    private record Acknowledged(String patient, String appointment, String vitals, String letter, String payment) {}

    private final Clinic clinic;
    private final String doctor;
    private final Instant firstSlot = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    ImpatientStaff(Clinic clinic) {
        super(PAUSE_MS);
        this.clinic = clinic;
        doctor = DoctorOnboarding.register(
                        clinic.as("admin").retrying(),
                        "Rhea",
                        "Replica",
                        "R-" + UUID.randomUUID(),
                        UUID.randomUUID().toString(),
                        15,
                        "general_practice")
                .path("id")
                .asText();
    }

    @Override
    void round(int number) {
        String patient = made("reception", "/patients?confirmDistinct=true", ClinicWorkload.somebody());
        Instant start = firstSlot.plus(Duration.ofMinutes(15L * number));
        String appointment = made(
                "reception",
                "/appointments",
                Map.of("patientId", patient, "doctorId", doctor, "start", start.toString()));
        String vitals = made(
                "nurse",
                "/clinical-data",
                Map.of("patientId", patient, "dataType", "vital_signs", "data", Map.of("heartRate", 71)));
        made("pharmacist", "/medications", Map.of("name", "Medicine " + UUID.randomUUID()));
        String letter = letter(patient);
        acknowledged.add(new Acknowledged(patient, appointment, vitals, letter, payment(patient)));
        clinic.as("auditor").get("/audit?patientId=" + patient).expect(200);
    }

    /** Compares what is kept with what was acknowledged. */
    void assertAllThereOnce() {
        assertThat(acknowledged).isNotEmpty();
        for (Acknowledged done : acknowledged) {
            assertThat(kept("reception", "/appointments?patientId=", done)).containsExactly(done.appointment());
            assertThat(kept("nurse", "/clinical-data?patientId=", done)).containsExactly(done.vitals());
            assertThat(kept("admin", "/assets?kind=document&patientId=", done)).containsExactly(done.letter());
            assertThat(kept("cashier", "/payments?patientId=", done)).containsExactly(done.payment());
        }
    }

    private List<String> kept(String reader, String list, Acknowledged done) {
        return clinic.as(reader).retrying().all(list + done.patient()).stream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private String letter(String patient) {
        ApiClient admin = clinic.as("admin");
        String id = admin.upload(
                        "/assets",
                        Map.of("kind", "document", "patientId", patient),
                        "letter.txt",
                        "text/plain",
                        ("A letter about " + patient).getBytes(StandardCharsets.UTF_8),
                        UUID.randomUUID().toString())
                .expect(201)
                .text("id");
        admin.get("/assets/" + id + "/content").expect(200);
        return id;
    }

    private String payment(String patient) {
        String invoice = made(
                "cashier",
                "/invoices",
                Map.of(
                        "patientId",
                        patient,
                        "currency",
                        "INR",
                        "lines",
                        List.of(Map.of(
                                "description", "Certificate", "kind", "other", "quantity", "1", "unitPrice", PRICE))));
        clinic.as("cashier").post("/invoices/" + invoice + "/issue", Map.of()).expect(200);
        return made("cashier", "/invoices/" + invoice + "/payments", Map.of("amount", PRICE, "method", "card"));
    }

    private String made(String who, String path, Map<String, Object> body) {
        return timed(() -> clinic.as(who).post(path, body).expect(201).text("id"));
    }
}
