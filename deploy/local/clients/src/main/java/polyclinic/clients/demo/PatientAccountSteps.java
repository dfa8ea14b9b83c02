package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KeycloakAccounts;
import polyclinic.clients.http.ApiClient;

/** The patient's own account: it sees one record, and who else has seen it. */
final class PatientAccountSteps {
    private final Clinic clinic;
    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final StepResult<ApiClient> account = new StepResult<>("account of the patient");

    PatientAccountSteps(Clinic clinic, RegistrationSteps registration, AppointmentSteps appointment) {
        this.clinic = clinic;
        this.registration = registration;
        this.appointment = appointment;
    }

    String readOwnRecord() {
        String patientId = registration.patientId();
        ApiClient patient = account.set(signUp());
        CheckFailed.unlessEqual(
                "/patients/me",
                patientId,
                patient.get("/patients/me").expect(200).text("id"));
        patient.get("/patients/" + registration.otherPatientId()).expect(404);
        patient.get("/timelines/" + registration.otherPatientId()).expect(404);
        List<JsonNode> patients = patient.all("/patients");
        CheckFailed.unless(
                patients.size() == 1 && patients.get(0).path("id").asText().equals(patientId),
                "the patient's list of patients has " + patients.size() + " entries");
        for (JsonNode own : patient.all("/appointments"))
            CheckFailed.unlessEqual(
                    "an appointment's patient", patientId, own.path("patientId").asText());
        patient.get("/queue").expect(403);
        return registration.user() + ": own record; every other one is 404";
    }

    private ApiClient signUp() {
        JsonNode patient = registration.patient();
        String password = UUID.randomUUID().toString();
        new KeycloakAccounts(clinic)
                .create(
                        registration.user(),
                        password,
                        patient.path("givenName").asText(),
                        patient.path("familyName").asText(),
                        "patient",
                        Map.of("patient_id", registration.patientId()));
        return clinic.as(registration.user(), password);
    }

    String readAccessReport() {
        Set<String> expected = Set.of("reception", "nurse", appointment.doctorUser());
        Set<String> actors = new LinkedHashSet<>();
        List<JsonNode> entries = Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    List<JsonNode> found = account.get().all("/audit/access-report");
                    actors.clear();
                    found.forEach(
                            entry -> actors.add(entry.path("actor").path("name").asText()));
                    return actors.containsAll(expected) ? found : null;
                },
                () -> "the access report names only " + actors);
        return entries.size() + " accesses by " + actors.stream().sorted().collect(Collectors.joining(", "));
    }
}
