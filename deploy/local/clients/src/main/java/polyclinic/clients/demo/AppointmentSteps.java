package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.AvailableDoctor;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorFinder;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The appointment from booking to completion. */
final class AppointmentSteps {
    private final Clinic clinic;
    private final RegistrationSteps registration;
    private final ApiClient reception;
    private final ApiClient nurse;
    private final StepResult<AvailableDoctor> doctor = new StepResult<>("doctor");
    private final StepResult<ApiClient> doctorApi = new StepResult<>("doctor");
    private final StepResult<JsonNode> appointment = new StepResult<>("appointment");
    private final StepResult<String> encounterId = new StepResult<>("encounter");

    AppointmentSteps(Clinic clinic, RegistrationSteps registration) {
        this.clinic = clinic;
        this.registration = registration;
        reception = clinic.as("reception");
        nurse = clinic.as("nurse");
    }

    /** Returns the API as the doctor of the appointment sees it. */
    ApiClient doctor() {
        return doctorApi.get();
    }

    String doctorUser() {
        return doctor.get().user();
    }

    String appointmentId() {
        return appointment.get().path("id").asText();
    }

    String encounterId() {
        return encounterId.get();
    }

    int tokenNumber() {
        return appointment.get().path("tokenNumber").asInt();
    }

    String book() {
        AvailableDoctor available = doctor.set(new DoctorFinder(clinic).withFreeSlots(reception));
        doctorApi.set(available.api(clinic));
        for (Instant start : available.slots()) {
            ApiResponse response = reception.post("/appointments", booking(registration.patientId(), start));
            // Another booking may have been faster.
            if (response.status() == 409 && response.problem().equals("slot-taken")) continue;
            JsonNode booked = appointment.set(response.expect(201).json());
            CheckFailed.unlessEqual(
                    "the status", "scheduled", booked.path("status").asText());
            return booked.path("start").asText() + " with " + available.name();
        }
        throw new CheckFailed("no slot of " + available.name() + " was free any more");
    }

    String bookSameSlot() {
        Instant start = Instant.parse(appointment.get().path("start").asText());
        reception
                .post("/appointments", booking(registration.otherPatientId(), start))
                .expectProblem(409, "slot-taken");
        return "refused: slot-taken";
    }

    private JsonNode booking(String patientId, Instant start) {
        return JsonNodes.object(
                "patientId", patientId, "doctorId", doctor.get().id(), "start", start, "reason", "Sore throat");
    }

    String checkIn() {
        transition(reception, "check-in", "checked_in");
        CheckFailed.unless(tokenNumber() > 0, "there is no token number");
        return "token " + tokenNumber();
    }

    String recordVitals() {
        JsonNode data = JsonNodes.object(
                "bloodPressure", JsonNodes.object("systolic", 128, "diastolic", 82, "unit", "mmHg"),
                "heartRate", JsonNodes.object("value", 76, "unit", "/min"),
                "temperature", JsonNodes.object("value", 38.4, "unit", "Cel"),
                "oxygenSaturation", JsonNodes.object("value", 98, "unit", "%"));
        JsonNode body =
                JsonNodes.object("patientId", registration.patientId(), "dataType", "vital_signs", "data", data);
        JsonNode recorded = nurse.post("/clinical-data", body).expect(201).json();
        CheckFailed.unlessEqual(
                "the temperature read back",
                38.4,
                recorded.at("/data/temperature/value").asDouble());
        String queueEntry = appointment.get().path("queueEntryId").asText();
        for (String next : List.of("nurse_completed", "ready_for_doctor"))
            nurse.post("/queue/" + queueEntry + "/transition", JsonNodes.object("to", next))
                    .expect(200);
        return "blood pressure 128/82, 38.4 °C; ready for the doctor";
    }

    String start() {
        transition(doctor(), "start", "in_consultation");
        CheckFailed.unless(appointment.get().hasNonNull("encounterId"), "there is no encounter");
        return "encounter "
                + encounterId.set(appointment.get().path("encounterId").asText());
    }

    String complete() {
        transition(doctor(), "complete", "completed");
        ApiResponse encounter = doctor().get("/encounters/" + encounterId()).expect(200);
        CheckFailed.unlessEqual("the encounter's status", "finished", encounter.text("status"));
        return "appointment completed, encounter finished";
    }

    private void transition(ApiClient who, String action, String status) {
        ApiResponse response = who.post("/appointments/" + appointmentId() + "/" + action, JsonNodes.object())
                .expect(200);
        appointment.set(response.json());
        CheckFailed.unlessEqual("the appointment's status", status, response.text("status"));
    }
}
