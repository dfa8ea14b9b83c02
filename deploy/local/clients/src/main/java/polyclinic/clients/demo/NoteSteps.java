package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The doctor's SOAP note: written, corrected, signed, and after that immutable; and earlier findings, found by what they mean. */
final class NoteSteps {
    /** Title → text. */
    private static final Map<String, String> FINDINGS = Map.of(
            "Discharge letter", "Acute myocardial infarction in 2021, stent in the left coronary artery.",
            "Eye test", "Clouding of the lens of the right eye.",
            "Fracture clinic", "Distal radius fracture, plaster cast for six weeks.");

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final ApiClient nurse;

    NoteSteps(Clinic clinic, RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
        nurse = clinic.as("nurse");
    }

    String enterEarlierFindings() {
        FINDINGS.forEach((title, text) -> nurse.post(
                        "/patients/" + registration.patientId() + "/medical-records",
                        JsonNodes.object(
                                "date",
                                "2024-03-01",
                                "kind",
                                "document",
                                "title",
                                title,
                                "data",
                                JsonNodes.object("text", text)))
                .expect(201));
        return FINDINGS.size() + " medical records";
    }

    /** The words of the question stand in none of them. Where the clinic has no model, the answer says so. */
    String findByMeaning() {
        JsonNode question = JsonNodes.object("q", "heart attack", "patientId", registration.patientId(), "k", 3);
        return Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    ApiResponse found = appointment.doctor().post("/medical-records/search", question);
                    if (found.status() == 503
                            && List.of("ai-not-configured", "feature-off").contains(found.problem()))
                        return "search by meaning is off here";
                    JsonNode items = found.expect(200).json().path("items");
                    String first = items.path(0).at("/record/title").asText();
                    return items.size() == FINDINGS.size() && first.equals("Discharge letter")
                            ? "\"heart attack\" finds the discharge letter about an infarction"
                            : null;
                },
                () -> "the earlier findings are not found by their meaning");
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
