package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.demo.samples.DemoPatient;
import polyclinic.clients.demo.samples.DemoPhoto;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The patient's entry into the clinic's records: registration, photo and an allergy. */
final class RegistrationSteps {
    private static final int MAX_ATTEMPTS = 4;

    private final ApiClient reception;
    private final ApiClient nurse;
    private final StepResult<JsonNode> patient = new StepResult<>("patient");
    private final StepResult<String> otherPatientId = new StepResult<>("other patient");

    RegistrationSteps(Clinic clinic) {
        reception = clinic.as("reception");
        nurse = clinic.as("nurse");
    }

    JsonNode patient() {
        return patient.get();
    }

    String patientId() {
        return patient().path("id").asText();
    }

    String uhid() {
        return patient().path("uhid").asText();
    }

    /** Returns the name of the account that this patient signs up with. */
    String user() {
        return "patient-" + uhid().toLowerCase(Locale.ROOT);
    }

    /** Returns the id of a patient whom this one must not see. */
    String otherPatientId() {
        return otherPatientId.get();
    }

    String register() {
        JsonNode registered = patient.set(registerNew());
        ApiResponse read = reception.get("/patients/" + patientId()).expect(200);
        CheckFailed.unlessEqual("the patient read back", registered, read.json());
        otherPatientId.set(reception.all("/patients?uhid=SEED-P2").stream()
                .map(found -> found.path("id").asText())
                .findFirst()
                .orElseThrow(() -> new CheckFailed("the seeded patient SEED-P2 is not there")));
        return "UHID " + uhid();
    }

    /** An invented person may resemble one of an earlier day. */
    private JsonNode registerNew() {
        for (int attempt = 1; ; attempt++) {
            ApiResponse response = reception.post("/patients", DemoPatient.registration());
            boolean resembles = response.status() == 409 && response.problem().equals("possible-duplicate");
            if (!resembles || attempt == MAX_ATTEMPTS)
                return response.expect(201).json();
        }
    }

    String uploadPhoto() {
        byte[] png = DemoPhoto.png();
        JsonNode metadata = JsonNodes.object("kind", "patient_photo", "patientId", patientId());
        String key = UUID.randomUUID().toString();
        ApiResponse stored = reception
                .upload("/assets", metadata, "photo.png", "image/png", png, key)
                .expect(201);
        CheckFailed.unlessEqual("the photo's SHA-256", DigestUtils.sha256Hex(png), stored.text("sha256"));
        CheckFailed.unlessEqual("the photo's status", "stored", stored.text("status"));
        byte[] download = reception
                .get("/assets/" + stored.text("id") + "/content")
                .expect(200)
                .bytes();
        CheckFailed.unless(Arrays.equals(png, download), "the photo downloaded is not the one uploaded");
        return png.length + " bytes, " + stored.text("contentType") + ", the same when read back";
    }

    String recordAllergy() {
        JsonNode penicillin = JsonNodes.object(
                "code", "7984", "system", "http://www.nlm.nih.gov/research/umls/rxnorm", "name", "Penicillin V");
        ApiResponse recorded = nurse.post(
                        "/patients/" + patientId() + "/allergies",
                        JsonNodes.object("substance", penicillin, "criticality", "high", "reaction", "Anaphylaxis"))
                .expect(201);
        return recorded.json().path("substance").path("name").asText() + ", criticality "
                + recorded.text("criticality");
    }
}
