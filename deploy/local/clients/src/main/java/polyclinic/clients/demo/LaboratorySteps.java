package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The laboratory: a test is asked for, done and looked at, and its values are in the record. */
final class LaboratorySteps {
    /** LOINC: C reactive protein in serum or plasma. */
    static final String TEST = "1988-5";

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final ApiClient laboratory;
    private final StepResult<String> request = new StepResult<>("laboratory request");

    LaboratorySteps(Clinic clinic, RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
        laboratory = clinic.as("lab");
    }

    String request() {
        JsonNode body = JsonNodes.object(
                "patientId", registration.patientId(),
                "encounterId", appointment.encounterId(),
                "appointmentId", appointment.appointmentId(),
                "tests", List.of(JsonNodes.object("code", TEST, "name", "C reactive protein")),
                "priority", "urgent");
        ApiResponse made = appointment.doctor().post("/lab-requests", body).expect(201);
        CheckFailed.unlessEqual("the request's status", "requested", made.text("status"));
        request.set(made.text("id"));
        return "C reactive protein, urgent";
    }

    String report() {
        laboratory
                .post(
                        path() + "/collect",
                        JsonNodes.object(
                                "specimens", List.of(JsonNodes.object("type", "blood", "container", "serum tube"))))
                .expect(200);
        byte[] label = laboratory.get(path() + "/label").expect(200).bytes();
        CheckFailed.unless(label.length > 4 && label[0] == '%' && label[1] == 'P', "the label is no PDF");
        JsonNode result = JsonNodes.object(
                "code", TEST,
                "value", "12.4",
                "unit", "mg/L",
                "referenceRange", JsonNodes.object("high", "5"),
                "interpretation", "H");
        ApiResponse resulted = laboratory
                .post(path() + "/result", JsonNodes.object("results", List.of(result)))
                .expect(200);
        CheckFailed.unlessEqual("the request's status", "resulted", resulted.text("status"));
        return "labelled, 12.4 mg/L, high";
    }

    String review() {
        ApiClient doctor = appointment.doctor();
        Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> doctor.all("/clinical-data?dataType=lab_result&patientId=" + registration.patientId()).stream()
                        .map(JsonNode::toString)
                        .filter(data -> data.contains(TEST) && data.contains("12.4"))
                        .findFirst()
                        .orElse(null),
                () -> "the result is not among the clinical data");
        ApiResponse reviewed = doctor.post(path() + "/review", JsonNodes.object("comment", "Fits the throat"))
                .expect(200);
        CheckFailed.unlessEqual("the request's status", "reviewed", reviewed.text("status"));
        return "among the clinical data, reviewed";
    }

    private String path() {
        return "/lab-requests/" + request.get();
    }
}
