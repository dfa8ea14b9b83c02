package polyclinic.notes;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.notes.testing.NoteFixtures.SOAP;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;
import static polyclinic.notes.testing.TranscriptFixtures.CONSENT;
import static polyclinic.notes.testing.TranscriptFixtures.SEGMENTS;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.AiLogFixtures;
import polyclinic.notes.testing.ProposalFixtures;
import polyclinic.notes.testing.TranscriptFixtures;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesBadInputTest extends BadInput {
    private static final String TEMPLATE = """
            {"name":"x","type":"manual","specialty":"x","content":{"a":"b"},"prefilled":["a"],"shared":true}""";

    @Inject
    MongoClient mongo;

    private final UUID patient = patientInCare();
    private String draft;
    private String signed;
    private String measured;
    private String happened;
    private String template;
    private String transcript;
    private final String flag = UUID.randomUUID().toString();

    @BeforeEach
    void write() {
        draft = drafted("doctor", patient).getString("id");
        signed = drafted("doctor", patient).getString("id");
        sign("doctor", signed);
        measured = created(as("doctor")
                .body("{\"patientId\":\"%s\",\"dataType\":\"vital_signs\",\"data\":{\"pulse\":70}}".formatted(patient))
                .post("/api/v1/clinical-data"));
        happened = created(as("doctor").body("""
                {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"manual"}""".formatted(patient)).post("/api/v1/history"));
        template = created(as("doctor").body(TEMPLATE).post("/api/v1/note-templates"));
        transcript = TranscriptFixtures.started("doctor", patient);
        as("admin")
                .body("{\"enabled\":true,\"value\":7,\"description\":\"x\"}")
                .put("/api/v1/flags/" + flag)
                .then()
                .statusCode(201);
    }

    @Override
    protected List<Operation> operations() {
        String doctor = Tokens.of("doctor");
        UUID reference = UUID.randomUUID();
        for (String owner : List.of("/api/v1/encounters/", "/api/v1/assets/"))
            StubServices.answer(owner + reference, Map.of("id", reference, "patientId", patient));
        String id = "\"" + reference + "\"";
        return List.of(
                new Operation("PUT", "/api/v1/flags/" + flag, Tokens.of("admin"), """
                        {"enabled":true,"value":1,"rules":[{"roles":["nurse"],"subjects":["a"],"percentage":1,"value":2}],\
                        "description":"x","expiresOn":"2099-01-01"}""", List.of("value")),
                new Operation("POST", "/api/v1/webhooks", Tokens.of("admin"), """
                        {"url":"https://hooks.example.org/in","topics":["alerts"],"description":"x"}"""),
                new Operation("POST", "/api/v1/notes/" + draft + "/sign", doctor, "{}"),
                new Operation("POST", "/api/v1/notes/search", doctor, """
                        {"patientId":"%s","q":"fever","type":"manual","from":"2024-01-01","to":"2024-02-01","enteredInError":false,"externalId":"urn:x|1","limit":10,\
                        "after":""}""".formatted(patient)),
                new Operation(
                        "POST", "/api/v1/notes", doctor, """
                        {"patientId":"%s","encounterId":%s,"type":"manual","content":{"text":"x"},"audioAssetId":%s,"templateId":"%s"}""".formatted(patient, id, id, template), List.of("content")),
                new Operation(
                        "POST", "/api/v1/notes", Tokens.of("importer"), """
                        {"patientId":"%s","type":"manual","content":{"text":"x"},"provenance":{"source":"urn:x","externalId":"1","recordedAt":"2019-05-01T10:00:00Z","author":"x"}}""".formatted(patient), List.of("content")),
                new Operation(
                        "POST", "/api/v1/history", Tokens.of("importer"), """
                        {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"import",\
                        "provenance":{"source":"urn:x","externalId":"1","recordedAt":"2019-05-01T10:00:00Z","author":"x"}}""".formatted(patient), List.of("content")),
                new Operation(
                        "POST",
                        "/api/v1/history/batch",
                        Tokens.of("importer"),
                        """
                        {"patientId":"%s","entries":[{"type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"import",\
                        "provenance":{"source":"urn:x","externalId":"2","recordedAt":"2019-05-01T10:00:00Z","author":"x"}}]}""".formatted(patient),
                        List.of("content")),
                new Operation("POST", "/api/v1/history/batch", doctor, """
                        {"patientId":"%s","entries":[{"type":"visit","date":"2001-01-01","content":{"reason":"x"},\
                        "source":"manual","documentId":%s}]}""".formatted(patient, id), List.of("content")),
                new Operation(
                        "POST",
                        "/api/v1/clinical-data/batch",
                        doctor,
                        """
                        {"patientId":"%s","entries":[{"dataType":"vital_signs","data":{"pulse":70},"metadata":{"device":"x"},\
                        "effectiveAt":"2024-01-01T10:00:00Z"}]}""".formatted(patient),
                        List.of("data", "metadata")),
                new Operation("POST", "/api/v1/transcripts", doctor, """
                        {"patientId":"%s","encounterId":%s,"audioAssetId":%s,"language":"en","consent":%s,"segments":%s}""".formatted(patient, id, id, CONSENT, SEGMENTS)),
                new Operation(
                        "POST", "/api/v1/transcripts/" + transcript + "/segments", doctor, """
                        {"sequence":1,"segments":%s}""".formatted(SEGMENTS)),
                new Operation("POST", "/api/v1/transcripts/" + transcript + "/complete", doctor, """
                        {"audioAssetId":%s,"segmentCount":0}""".formatted(id)),
                new Operation("POST", "/api/v1/transcripts/" + transcript + "/entered-in-error", doctor, """
                        {"reason":"x","replacedBy":"%s"}""".formatted(
                                transcript)),
                new Operation(
                        "POST",
                        "/api/v1/ai-logs",
                        doctor,
                        AiLogFixtures.full(patient, UUID.randomUUID()),
                        List.of("input", "output")),
                new Operation("POST", "/api/v1/timelines/" + patient + "/summary", doctor, """
                        {"batchId":"%s","from":"2024-01-01","to":"2024-02-01"}""".formatted(
                        ProposalFixtures.batch(patient, List.of(ProposalFixtures.document(patient, "A letter")), 0))),
                new Operation("POST", "/api/v1/ai-proposals", doctor, """
                        {"documentId":"%s","type":"lab_result","date":"2020-02-03"}""".formatted(
                                ProposalFixtures.document(patient, "Glucose 5.1 mmol/L 3.9-6.1"))),
                new Operation(
                        "POST",
                        "/api/v1/ai-proposals/" + ProposalFixtures.undated(mongo, patient) + "/accept",
                        doctor,
                        "{\"date\":\"2020-02-03\"}"),
                new Operation("POST", "/api/v1/note-templates", doctor, TEMPLATE, List.of("content")),
                new Operation("PATCH", "/api/v1/note-templates/" + template, doctor, TEMPLATE, List.of("content")),
                new Operation("PATCH", "/api/v1/notes/" + draft, doctor, """
                        {"encounterId":%s,"content":{"plan":"x"},"audioAssetId":%s}""".formatted(id, id), List.of("content")),
                new Operation(
                        "PUT",
                        "/api/v1/notes/" + draft + "/draft",
                        doctor,
                        "{\"content\":" + SOAP + "}",
                        List.of("content")),
                new Operation(
                        "POST", "/api/v1/notes/" + signed + "/addenda", doctor, "{\"text\":\"x\"}", List.of("text")),
                new Operation(
                        "POST", "/api/v1/clinical-data", doctor, """
                        {"patientId":"%s","dataType":"vital_signs","data":{"pulse":70},"metadata":{"device":"x"},\
                        "effectiveAt":"2024-01-01T10:00:00Z"}""".formatted(patient), List.of("data", "metadata")),
                new Operation("POST", "/api/v1/clinical-data/" + measured + "/entered-in-error", doctor, """
                        {"reason":"x","replacedBy":"%s"}""".formatted(
                                measured)),
                new Operation("POST", "/api/v1/notes/" + draft + "/entered-in-error", doctor, """
                        {"reason":"x","replacedBy":"%s"}""".formatted(draft)),
                new Operation(
                        "POST", "/api/v1/history/" + happened + "/entered-in-error", doctor, """
                        {"reason":"x","replacedBy":"%s"}""".formatted(happened)),
                new Operation("POST", "/api/v1/history", doctor, """
                        {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"manual",\
                        "documentId":%s}""".formatted(patient, id), List.of("content")));
    }

    @Override
    protected List<Operation> deletions() {
        String thrownAway = drafted("doctor", patient).getString("id");
        return List.of(
                new Operation(
                        "DELETE",
                        "/api/v1/note-templates/"
                                + created(as("doctor").body(TEMPLATE).post("/api/v1/note-templates")),
                        Tokens.of("doctor"),
                        "{}"),
                new Operation("DELETE", "/api/v1/notes/" + thrownAway, Tokens.of("doctor"), "{}"),
                new Operation("DELETE", "/api/v1/flags/" + flag, Tokens.of("admin"), ""),
                new Operation("DELETE", "/api/v1/webhooks/" + webhook(), Tokens.of("admin"), ""));
    }

    private static String webhook() {
        return created(as("admin")
                .body("{\"url\":\"https://hooks.example.org/in\",\"topics\":[\"alerts\"]}")
                .post("/api/v1/webhooks"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET /api/v1/notes/%s",
                "GET /api/v1/notes/%s/versions",
                "GET /api/v1/clinical-data/%s",
                "GET /api/v1/history/%s",
                "GET /api/v1/flags/%s",
                "GET /api/v1/note-templates/%s",
                "GET /api/v1/transcripts/%s",
                "GET /api/v1/ai-logs/%s",
                "GET /api/v1/ai-proposals/%s",
                "GET /api/v1/webhooks/%s",
                "GET /api/v1/webhooks/%s/deliveries",
                "GET /api/v1/timelines/%s");
    }

    @Override
    protected long stored() {
        long count = 0;
        for (String name : List.of(
                "notes",
                "note_versions",
                "clinical_data",
                "history",
                "flags",
                "note_templates",
                "transcripts",
                "webhooks",
                "webhook_deliveries",
                "ai_logs",
                "ai_proposals")) {
            var collection = mongo.getDatabase("notes").getCollection(name);
            count += collection.countDocuments();
            for (Document document : collection.find()) {
                if (document.get("version") instanceof Number version) count += version.longValue();
            }
        }
        return count;
    }
}
