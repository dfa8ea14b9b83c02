package polyclinic.notes;

import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.noteBody;
import static polyclinic.notes.testing.NoteFixtures.sign;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import polyclinic.commons.mongo.ReceiptRetention;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.AiLogFixtures;
import polyclinic.notes.testing.ProposalFixtures;
import polyclinic.notes.testing.TranscriptFixtures;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesReplayTest extends ReplayContract {
    private static final List<String> COLLECTIONS = List.of(
            "notes",
            "clinical_data",
            "history",
            "note_templates",
            "transcripts",
            "webhooks",
            "webhook_deliveries",
            "ai_logs",
            "ai_proposals");

    /** Refused when it is connected to: nobody may have port 1. */
    private static final String NOWHERE = "http://127.0.0.1:1/";

    private static final String WEBHOOK = "{\"url\":\"" + NOWHERE + "\",\"topics\":[\"tasks\"]}";

    @Inject
    MongoClient mongo;

    @Inject
    ReceiptRetention retention;

    /** Each in the name of a nurse; a doctor with the same account has these patients in no care. */
    @Override
    protected List<Operation> operations() {
        UUID patient = StubServices.registeredPatient();
        String draft = drafted("nurse", patient).getString("id");
        String signed = drafted("nurse", patient).getString("id");
        sign("nurse", signed);
        String retry = delivered();
        return List.of(
                onNote("", noteBody(patient, "soap", SOAP)),
                onNote("/{id}/sign", "{}", draft),
                new Operation(
                        "POST /api/v1/notes/{id}/addenda",
                        request -> request.body("{\"text\":\"The cough is gone.\"}")
                                .post("/api/v1/notes/" + signed + "/addenda"),
                        "nurse",
                        "doctor",
                        "noteId",
                        false),
                new Operation(
                        "POST /api/v1/clinical-data",
                        "/api/v1/clinical-data",
                        """
                        {"patientId":"%s","dataType":"vital_signs","data":{"pulse":70},\
                        "effectiveAt":"2024-01-01T10:00:00Z"}""".formatted(patient),
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/transcripts",
                        "/api/v1/transcripts",
                        """
                        {"patientId":"%s","consent":%s,"segments":%s}""".formatted(patient, TranscriptFixtures.CONSENT, TranscriptFixtures.SEGMENTS),
                        "nurse",
                        "doctor"),
                onTranscript("segments", patient, "{\"segments\":" + TranscriptFixtures.SEGMENTS + "}"),
                onTranscript(
                        "complete", patient, "{\"audioAssetId\":\"" + TranscriptFixtures.recording(patient) + "\"}"),
                onTranscript("entered-in-error", patient, "{\"reason\":\"of another patient\"}"),
                new Operation(
                        "POST /api/v1/note-templates",
                        request -> request.body("""
                                {"name":"Check of the feet","type":"manual","content":{"pulses":"palpable?"},"shared":true}""").post("/api/v1/note-templates"),
                        "nurse",
                        null,
                        null,
                        false),
                new Operation(
                        "POST /api/v1/ai-logs",
                        "/api/v1/ai-logs",
                        AiLogFixtures.prompt(patient, "What was the cough like?"),
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/timelines/{patientId}/summary",
                        request -> request.body("{}").post("/api/v1/timelines/" + patient + "/summary"),
                        "nurse",
                        "doctor",
                        "patientId",
                        true),
                new Operation(
                        "POST /api/v1/ai-proposals",
                        "/api/v1/ai-proposals",
                        "{\"documentId\":\"%s\",\"type\":\"lab_result\",\"date\":\"2020-02-03\"}"
                                .formatted(ProposalFixtures.document(patient, "Glucose 5.1 mmol/L 3.9-6.1")),
                        "nurse",
                        "doctor"),
                onProposal("accept", patient),
                onProposal("reject", patient),
                new Operation("POST /api/v1/history", "/api/v1/history", """
                        {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"a broken arm"},\
                        "source":"manual"}""".formatted(patient), "nurse", "doctor"),
                new Operation(
                        "POST /api/v1/webhooks",
                        request -> request.body(WEBHOOK).post("/api/v1/webhooks"),
                        "admin",
                        null,
                        "id",
                        false),
                new Operation(
                        "POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/retry",
                        request -> request.post(retry),
                        "admin",
                        null,
                        "id",
                        true),
                new Operation(
                        "POST /api/v1/history/batch",
                        "/api/v1/history/batch",
                        """
                        {"patientId":"%s","entries":[{"type":"visit","date":"2001-01-01","content":{"reason":"a broken rib"},\
                        "source":"manual"},{"type":"visit","date":"2001-01-02","content":{"reason":"the same rib"},\
                        "source":"manual"}]}""".formatted(patient),
                        "nurse",
                        "doctor"),
                new Operation(
                        "POST /api/v1/clinical-data/batch",
                        "/api/v1/clinical-data/batch",
                        """
                        {"patientId":"%s","entries":[{"dataType":"vital_signs","data":{"pulse":72},\
                        "effectiveAt":"2024-01-01T10:00:00Z"},{"dataType":"lab_result","data":{"glucose":5.1},\
                        "effectiveAt":"2024-01-01T10:05:00Z"}]}""".formatted(patient),
                        "nurse",
                        "doctor"),
                inError("clinical-data", """
                        {"patientId":"%s","dataType":"vital_signs","data":{"pulse":71}}""".formatted(patient)),
                inError("notes", noteBody(patient, "soap", SOAP)),
                inError("history", """
                        {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"a broken leg"},\
                        "source":"manual"}""".formatted(patient)));
    }

    private Operation onProposal(String decision, UUID patient) {
        String path = "/api/v1/ai-proposals/" + ProposalFixtures.open(mongo, patient) + "/" + decision;
        return new Operation(
                "POST /api/v1/ai-proposals/{id}/" + decision,
                request -> request.post(path),
                "nurse",
                "doctor",
                "patientId",
                false);
    }

    private static Operation onTranscript(String action, UUID patient, String body) {
        return new Operation(
                "POST /api/v1/transcripts/{id}/" + action,
                "/api/v1/transcripts/" + TranscriptFixtures.started("nurse", patient) + "/" + action,
                body,
                "nurse",
                "doctor");
    }

    /** A webhook that nothing is told, and what could be tried again of it. */
    private String delivered() {
        String webhook =
                ServiceClient.created(ServiceClient.as("admin").body(WEBHOOK).post("/api/v1/webhooks"));
        UUID delivery = UUID.randomUUID();
        mongo.getDatabase("notes")
                .getCollection("webhook_deliveries")
                .insertOne(new Document("_id", delivery)
                        .append("webhookId", UUID.fromString(webhook))
                        .append("eventId", UUID.randomUUID())
                        .append("type", "task.created.v1")
                        .append("entityType", "task")
                        .append("entityId", UUID.randomUUID())
                        .append("deleted", false)
                        .append("occurredAt", new Date())
                        .append("createdAt", new Date())
                        .append("status", "FAILED")
                        .append("tries", 1)
                        .append("attempts", List.of())
                        .append("asked", false));
        return "/api/v1/webhooks/" + webhook + "/deliveries/" + delivery + "/retry";
    }

    @AfterEach
    void takeWebhooksOut() {
        mongo.getDatabase("notes").getCollection("webhooks").deleteMany(Filters.eq("url", NOWHERE));
    }

    private static Operation inError(String kind, String body) {
        String path = "/api/v1/" + kind + "/";
        String id = ServiceClient.created(ServiceClient.as("nurse").body(body).post("/api/v1/" + kind));
        return new Operation(
                "POST " + path + "{id}/entered-in-error",
                path + id + "/entered-in-error",
                "{\"reason\":\"of another patient\"}",
                "nurse",
                "doctor");
    }

    private static Operation onNote(String path, String body) {
        return onNote(path, body, "");
    }

    private static Operation onNote(String path, String body, String id) {
        return new Operation(
                "POST /api/v1/notes" + path, "/api/v1/notes" + path.replace("{id}", id), body, "nurse", "doctor");
    }

    @Override
    protected Set<String> withoutEffect() {
        return Set.of("POST /api/v1/notes/search");
    }

    @Override
    protected List<String> stored() {
        List<String> receipts = new ArrayList<>();
        for (String collection : COLLECTIONS)
            for (Document found :
                    mongo.getDatabase("notes").getCollection(collection).find()) {
                for (Document receipt : found.getList("receipts", Document.class, List.of()))
                    receipts.add(receipt.toJson());
                if (found.containsKey("receiptKeys"))
                    receipts.add(found.get("receiptKeys").toString());
            }
        return receipts;
    }

    @Override
    protected void ageAndSweep() {
        Date tooOld = Date.from(Instant.now().minus(Duration.ofHours(49)));
        for (String collection : COLLECTIONS)
            mongo.getDatabase("notes")
                    .getCollection(collection)
                    .updateMany(Filters.exists("receipts"), Updates.set("receipts.$[].at", tooOld));
        retention.sweep();
    }
}
