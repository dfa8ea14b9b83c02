package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.clinic.KeycloakAccounts;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;

/** Who has whom in care, through the gateway and in every service that holds something of the patient. */
class CareIT {
    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(30);
    private static final List<String> OF_A_PATIENT = List.of(
            "/patients/%s", "/patients/%s/allergies", "/timelines/%s", "/notes?patientId=%s", "/assets?patientId=%s");

    private final Clinic clinic = Suite.clinic();
    private final ApiClient reception = clinic.as("reception").retrying();
    private final ApiClient admin = clinic.as("admin").retrying();

    @Test
    void a_doctor_books_no_stranger_and_sees_none() {
        Account doctor = doctor();
        String stranger = patient();

        doctor.api().post("/appointments", booking(stranger, doctor)).expectProblem(422, "unknown-patient");

        for (String path : OF_A_PATIENT)
            assertThat(isShown(doctor.api(), path, stranger)).as(path).isFalse();
    }

    @Test
    void a_patient_in_care_is_seen_and_may_be_booked_again() {
        Account doctor = doctor();
        String patient = patient();
        reception.post("/appointments", booking(patient, doctor)).expect(201);

        for (String path : OF_A_PATIENT)
            await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(sees(doctor.api(), path, patient))
                    .as(path)
                    .isTrue());
        doctor.api().post("/appointments", booking(patient, doctor)).expect(201);
    }

    @Test
    void who_is_a_doctor_and_a_receptionist_makes_care_that_the_auditor_is_told_of() {
        Account doctor = doctor("doctor", "receptionist");

        String booked = doctor.api()
                .post("/appointments", booking(patient(), doctor))
                .expect(201)
                .text("id");

        await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(
                        clinic.as("auditor").all("/audit?action=care_self_made&entityId=" + booked))
                .hasSize(1));
    }

    @Test
    void an_account_that_is_taken_from_a_doctor_sees_nothing_more_and_the_next_one_does() {
        Account before = doctor();
        Account after = account("doctor");
        String patient = patient();
        reception.post("/appointments", booking(patient, before)).expect(201);
        nurseWritesANote(patient);
        for (String path : OF_A_PATIENT)
            await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(sees(before.api(), path, patient))
                    .as(path)
                    .isTrue());

        link(before.doctorId(), after.subject());

        for (String path : OF_A_PATIENT) {
            await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(isShown(before.api(), path, patient))
                    .as(path)
                    .isFalse());
            await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(sees(after.api(), path, patient))
                    .as(path)
                    .isTrue());
        }
        assertThat(before.api().all("/notes")).isEmpty();
        assertThat(after.api().all("/notes")).hasSize(1);
    }

    @Test
    void emergency_access_opens_one_patient_in_all_services_until_it_is_judged_unjustified() {
        Account doctor = doctor();
        String patient = patient();
        nurseWritesANote(patient);
        assertThat(doctor.api().get("/patients/" + patient).status()).isEqualTo(404);

        ApiResponse granted = doctor.api()
                .post(
                        "/patients/" + patient + "/emergency-access",
                        Map.of("reason", "found unconscious", "minutes", 30))
                .expect(201);

        // At once: what has not heard of it yet asks.
        for (String path : OF_A_PATIENT)
            assertThat(sees(doctor.api(), path, patient)).as(path).isTrue();
        doctor.api().post("/appointments", booking(patient, doctor)).expectProblem(422, "unknown-patient");
        ApiClient auditor = clinic.as("auditor");
        await().atMost(FOLLOWS_WITHIN)
                .untilAsserted(() -> assertThat(auditor.all("/audit?action=emergency_access&patientId=" + patient))
                        .hasSize(1)
                        .first()
                        .extracting(entry -> entry.path("reason").asText())
                        .isEqualTo("found unconscious"));
        assertThat(auditor.all("/emergency-access?reviewed=false"))
                .extracting(access -> access.path("id").asText())
                .contains(granted.text("id"));

        String review = "/emergency-access/" + granted.text("id") + "/review";
        auditor.post(review, Map.of("verdict", "unjustified")).expect(200);
        auditor.post(review, Map.of("verdict", "justified")).expectProblem(409, "already-reviewed");

        for (String path : OF_A_PATIENT)
            await().atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(isShown(doctor.api(), path, patient))
                    .as(path)
                    .isFalse());
    }

    /** Whether the caller gets the record, or everything that there is in the list; one that is empty for all shows no more. */
    private boolean sees(ApiClient caller, String path, String patient) {
        if (isShown(caller, path, patient)) return true;
        return path.contains("?") && admin.all(path.formatted(patient)).isEmpty();
    }

    /** Whether the answer holds the record, or anything in the list. */
    private static boolean isShown(ApiClient caller, String path, String patient) {
        ApiResponse answer = caller.get(path.formatted(patient));
        if (answer.status() == 404) return false;
        answer.expect(200);
        return !path.contains("?") || !answer.json().path("items").isEmpty();
    }

    private void nurseWritesANote(String patient) {
        clinic.as("nurse")
                .post(
                        "/notes",
                        Map.of("patientId", patient, "type", "manual", "content", Map.of("text", "awake and oriented")))
                .expect(201);
    }

    /** @param doctorId empty unless the account is a doctor's */
    private record Account(ApiClient api, String subject, String doctorId) {}

    private Account doctor(String... roles) {
        Account account = account(roles.length == 0 ? new String[] {"doctor"} : roles);
        String license = "CARE-" + UUID.randomUUID();
        JsonNode doctor = DoctorOnboarding.register(admin, "Care", "Doctor", license, account.subject(), 15, "general");
        return new Account(account.api(), account.subject(), doctor.path("id").asText());
    }

    private Account account(String... roles) {
        String user = "care-" + UUID.randomUUID();
        KeycloakAccounts accounts = new KeycloakAccounts(clinic);
        String subject = accounts.create(user, user, "Care", "Account", roles[0], Map.of());
        for (int i = 1; i < roles.length; i++) accounts.grant(subject, roles[i]);
        return new Account(clinic.as(user, user).retrying(), subject, "");
    }

    private String patient() {
        return reception
                .post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName", UUID.randomUUID().toString(),
                                "familyName", "Care",
                                "birthDate", "1980-01-01",
                                "sex", "unknown"))
                .expect(201)
                .text("id");
    }

    private Map<String, String> booking(String patient, Account doctor) {
        String now = Instant.now().toString();
        String until = Instant.now().plus(Duration.ofDays(2)).toString();
        String slots = "/doctors/" + doctor.doctorId() + "/slots?from=" + now + "&to=" + until;
        JsonNode items = reception.get(slots).expect(200).json().path("items");
        for (JsonNode slot : items)
            if (slot.path("free").asBoolean())
                return Map.of(
                        "patientId",
                        patient,
                        "doctorId",
                        doctor.doctorId(),
                        "start",
                        slot.path("start").asText());
        throw new AssertionError("no free slot");
    }

    private void link(String doctorId, String subject) {
        ApiResponse doctor = admin.get("/doctors/" + doctorId).expect(200);
        admin.patch("/doctors/" + doctorId, doctor.etag(), Map.of("subject", subject))
                .expect(200);
    }
}
