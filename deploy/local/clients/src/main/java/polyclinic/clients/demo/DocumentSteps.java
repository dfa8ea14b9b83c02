package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/** Papers from another practice: read, looked through without being asked for, and taken into the history by a person. */
final class DocumentSteps {
    private static final List<String> PAPERS = List.of("""
            Laboratory report
            The blood was taken in the morning, before the patient had breakfast, and was examined on the same day.
            Haemoglobin 13.2 g/dL 12.0-16.0
            Creatinine 0.9 mg/dL 0.6-1.2
            """, """
            Discharge letter
            The patient was with us for three days and went home in good health. We ask you to go on with:
            Tab. Metformin 500 mg 1-0-1 x 30 days
            """);

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final ApiClient reception;
    private final StepResult<String> batch = new StepResult<>("batch of documents");

    DocumentSteps(Clinic clinic, RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
        reception = clinic.as("reception");
    }

    String bringAlong() {
        JsonNode request =
                JsonNodes.object("patientId", registration.patientId(), "title", "From the practice before this one");
        String id = batch.set(reception.post("/batches", request).expect(201).text("id"));
        JsonNode metadata = JsonNodes.object(
                "kind",
                "document",
                "patientId",
                registration.patientId(),
                "batchId",
                id,
                "documentDate",
                "2024-03-01T09:00:00Z");
        for (String paper : PAPERS)
            reception
                    .upload(
                            "/assets",
                            metadata,
                            "paper.txt",
                            "text/plain",
                            paper.getBytes(StandardCharsets.UTF_8),
                            UUID.randomUUID().toString())
                    .expect(201);
        reception.post("/batches/" + id + "/close", JsonNodes.object()).expect(200);
        return PAPERS.size() + " documents in a batch";
    }

    String acceptFindings() {
        StepResult<JsonNode> seen = new StepResult<>("batch");
        Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> isDigitized(seen.set(reception
                                .get("/batches/" + batch.get())
                                .expect(200)
                                .json()))
                        ? seen.get()
                        : null,
                () -> "the documents are not digitized: " + seen.get().path("documents"));
        List<JsonNode> proposals =
                appointment.doctor().all("/ai-proposals?status=open&patientId=" + registration.patientId());
        CheckFailed.unlessEqual("what was found", PAPERS.size(), proposals.size());
        for (JsonNode proposal : proposals) {
            String accepted = "/ai-proposals/" + proposal.path("id").asText() + "/accept";
            String entry = appointment
                    .doctor()
                    .post(accepted, JsonNodes.object())
                    .expect(200)
                    .text("historyId");
            Poller.until(
                    ClinicDay.EVENT_TIMEOUT,
                    () -> appointment.doctor().get("/history/" + entry).status() == 200 ? entry : null,
                    () -> "what was accepted is not in the history");
        }
        return "results and a prescription found, accepted, in the history";
    }

    private static boolean isDigitized(JsonNode batch) {
        int digitized = 0;
        for (JsonNode document : batch.path("documents"))
            if (document.path("status").asText().equals("digitized")) digitized++;
        return digitized == PAPERS.size();
    }
}
