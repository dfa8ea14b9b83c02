package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.PdfSignatureVerifier;
import polyclinic.clients.checks.PdfSignatureVerifier.SignedDocument;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The prescription: refused because of an allergy, changed, issued, and its signed PDF. */
final class PrescriptionSteps {
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String AZITHROMYCIN = "18631";

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final StepResult<ApiResponse> prescription = new StepResult<>("prescription");
    private final StepResult<String> medicationId = new StepResult<>("medicine of the formulary");

    PrescriptionSteps(RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
    }

    String issueDespiteAllergy() {
        ApiClient doctor = appointment.doctor();
        JsonNode draft =
                JsonNodes.object("appointmentId", appointment.appointmentId(), "items", List.of(amoxicillin()));
        prescription.set(doctor.post("/prescriptions", draft).expect(201));
        ApiResponse refusal = doctor.post(path() + "/issue", JsonNodes.object()).expectProblem(409, "allergy-conflict");
        JsonNode conflict = refusal.json().path("conflicts").path(0);
        return "refused: " + conflict.path("medication").asText() + " meets "
                + conflict.path("substance").asText();
    }

    String issue() {
        ApiClient doctor = appointment.doctor();
        ApiResponse draft = doctor.get(path()).expect(200);
        CheckFailed.unlessEqual("the refused prescription's status", "draft", draft.text("status"));
        doctor.patch(path(), draft.etag(), JsonNodes.object("items", List.of(azithromycin())))
                .expect(200);
        doctor.post(path() + "/issue", JsonNodes.object()).expect(202);
        ApiResponse issued = prescription.set(Poller.until(
                ClinicDay.EVENT_TIMEOUT, () -> readIfIssued(doctor), () -> "the prescription is not issued"));
        String outcome = issued.json().at("/checks/0/outcome").asText();
        return "Azithromycin, allergy check " + outcome + ", issued";
    }

    private @Nullable ApiResponse readIfIssued(ApiClient doctor) {
        ApiResponse current = doctor.get(path()).expect(200);
        if (current.text("status").equals("draft"))
            throw new CheckFailed("issuing led back to draft: " + current.optionalText("returnedReason"));
        return current.text("status").equals("issued") ? current : null;
    }

    String verifyDocument() {
        ApiClient doctor = appointment.doctor();
        byte[] pdf = doctor.get(path() + "/document").expect(200).bytes();
        SignedDocument document = PdfSignatureVerifier.verify(pdf);
        String familyName = registration.patient().path("familyName").asText();
        for (String expected :
                List.of(familyName, "Azithromycin", prescription.get().text("id")))
            CheckFailed.unless(
                    withoutBreaks(document.text()).contains(withoutBreaks(expected)),
                    "the PDF does not say " + expected);
        ApiResponse asset = storedDocument(doctor);
        CheckFailed.unlessEqual("the stored PDF's SHA-256", DigestUtils.sha256Hex(pdf), asset.text("sha256"));
        return "valid, covers all " + pdf.length + " bytes, "
                + document.signer().replaceFirst(",.*", "");
    }

    /** asset-service shows it once it has heard that the prescription is issued. */
    private ApiResponse storedDocument(ApiClient doctor) {
        String asset = "/assets/" + prescription.get().text("documentAssetId");
        return Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    ApiResponse found = doctor.get(asset);
                    return found.status() == 404 ? null : found.expect(200);
                },
                () -> "asset-service does not show the document of an issued prescription");
    }

    /** Of the formulary, for what is prescribed in the end. */
    void useMedication(String id) {
        medicationId.set(id);
    }

    String path() {
        return "/prescriptions/" + prescription.get().text("id");
    }

    /** A PDF may break a line, and a word, anywhere. */
    private static String withoutBreaks(String text) {
        return text.replaceAll("[\\s\\u00ad\\u200b-]+", "");
    }

    private static JsonNode amoxicillin() {
        return item("723", "Amoxicillin 500 mg capsule", "500 mg", "three times a day", 7, 21);
    }

    private JsonNode azithromycin() {
        return item(AZITHROMYCIN, "Azithromycin 500 mg tablet", "500 mg", "once a day", 3, 3)
                .put("medicationId", medicationId.get());
    }

    private static ObjectNode item(String rxnorm, String name, String dose, String frequency, int days, int quantity) {
        return JsonNodes.object(
                "medication", JsonNodes.object("code", rxnorm, "system", RXNORM, "name", name),
                "dose", dose,
                "route", "oral",
                "frequency", frequency,
                "durationDays", days,
                "quantity", quantity,
                "instructions", "Take one hour before or two hours after meals.");
    }
}
