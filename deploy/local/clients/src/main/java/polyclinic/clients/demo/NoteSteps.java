package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The doctor's SOAP note: written, corrected, signed, and after that immutable. */
final class NoteSteps {
    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;

    NoteSteps(RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
    }

    String write() {
        ApiClient doctor = appointment.doctor();
        ApiResponse draft = doctor.post("/notes", draft()).expect(201);
        String path = "/notes/" + draft.text("id");
        JsonNode correction =
                JsonNodes.object("content", JsonNodes.object("plan", "Azithromycin for 3 days, fluids, rest."));
        ApiResponse corrected = doctor.patch(path, draft.etag(), correction).expect(200);
        doctor.patch(path, draft.etag(), correction).expect(412);
        ApiResponse signed = doctor.post(path + "/sign", JsonNodes.object()).expect(200);
        CheckFailed.unlessEqual("the note's status", "signed", signed.text("status"));
        doctor.patch(path, signed.etag() == null ? corrected.etag() : signed.etag(), correction)
                .expect(409);
        return "version " + signed.text("version") + ", signed; a change after that is refused";
    }

    private JsonNode draft() {
        JsonNode content = JsonNodes.object(
                "subjective", "Sore throat and fever for two days.",
                "objective", "Tonsils red with exudate, 38.4 °C.",
                "assessment", "Acute tonsillitis.",
                "plan", "Antibiotic.");
        return JsonNodes.object(
                "patientId",
                registration.patientId(),
                "encounterId",
                appointment.encounterId(),
                "type",
                "soap",
                "content",
                content);
    }
}
