package polyclinic.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.contracts.ReferenceTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.AiLogFixtures;
import polyclinic.notes.testing.TranscriptFixtures;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesReferencesTest extends ReferenceTable {
    private final UUID patient = patientInCare();

    @Override
    protected List<Reference> checked() {
        return List.of(
                new Reference("DraftNote.patientId", "unknown-patient", id -> draft(id, Map.of())),
                new Reference(
                        "DraftNote.encounterId", "unknown-reference", id -> draft(patient, Map.of("encounterId", id))),
                new Reference(
                        "DraftNote.audioAssetId",
                        "unknown-reference",
                        id -> draft(patient, Map.of("audioAssetId", id))),
                new Reference(
                        "DraftNote.templateId", "unknown-reference", id -> draft(patient, Map.of("templateId", id))),
                new Reference("NoteSource.transcriptId", "unknown-reference", id -> source(id, id)),
                new Reference(
                        "NoteSource.segmentIds",
                        "unknown-reference",
                        id -> source(UUID.fromString(TranscriptFixtures.started("nurse", patient)), id)),
                new Reference("StartTranscript.patientId", "unknown-patient", id -> transcript(id, Map.of())),
                new Reference(
                        "StartTranscript.encounterId",
                        "unknown-reference",
                        id -> transcript(patient, Map.of("encounterId", id))),
                new Reference(
                        "StartTranscript.audioAssetId",
                        "unknown-reference",
                        id -> transcript(patient, Map.of("audioAssetId", id))),
                new Reference("CompleteTranscript.audioAssetId", "unknown-reference", id -> as("nurse")
                        .body("{\"audioAssetId\":\"" + id + "\"}")
                        .post("/api/v1/transcripts/" + TranscriptFixtures.started("nurse", patient) + "/complete")),
                new Reference("NotePatch.encounterId", "unknown-reference", id -> patch("encounterId", id)),
                new Reference("NotePatch.audioAssetId", "unknown-reference", id -> patch("audioAssetId", id)),
                new Reference("RecordAiLog.patientId", "unknown-patient", id -> as("nurse")
                        .body(AiLogFixtures.prompt(id, "x"))
                        .post("/api/v1/ai-logs")),
                new Reference("ProposeFromDocument.documentId", "unknown-reference", id -> as("nurse")
                        .body("{\"documentId\":\"" + id + "\",\"type\":\"lab_result\",\"date\":\"2001-01-01\"}")
                        .post("/api/v1/ai-proposals")),
                new Reference("RequestSummary.batchId", "unknown-reference", id -> as("nurse")
                        .body("{\"batchId\":\"" + id + "\"}")
                        .post("/api/v1/timelines/" + patient + "/summary")),
                new Reference("RecordHistory.patientId", "unknown-patient", id -> history(id, null)),
                new Reference("RecordHistory.documentId", "unknown-reference", id -> history(patient, id)),
                new Reference("RecordHistoryBatch.patientId", "unknown-patient", id -> historyBatch(id, null)),
                new Reference("HistoryBatchEntry.documentId", "unknown-reference", id -> historyBatch(patient, id)),
                new Reference("RecordClinicalDataBatch.patientId", "unknown-patient", id -> as("nurse")
                        .body("{\"patientId\":\"" + id
                                + "\",\"entries\":[{\"dataType\":\"symptoms\",\"data\":{\"a\":1}}]}")
                        .post("/api/v1/clinical-data/batch")),
                new Reference("RecordClinicalData.patientId", "unknown-patient", id -> as("nurse")
                        .body("{\"patientId\":\"" + id + "\",\"dataType\":\"symptoms\",\"data\":{\"a\":1}}")
                        .post("/api/v1/clinical-data")));
    }

    @Override
    protected Map<String, String> exempt() {
        return Map.of(
                "NoteCriteria.patientId",
                "a search for a patient whom the caller may not see finds nothing",
                "RecordAiLog.conversationId",
                "it is the name of what belongs together, and of nothing that is kept");
    }

    private Response source(UUID transcript, UUID segment) {
        return as("nurse").body("""
                {"patientId":"%s","type":"manual","content":{"a":"x"},\
                "sources":[{"path":"a","transcriptId":"%s","segmentIds":["%s"]}]}""".formatted(patient, transcript, segment)).post("/api/v1/notes");
    }

    private static Response transcript(UUID patient, Map<String, UUID> references) {
        StringBuilder body =
                new StringBuilder("{\"patientId\":\"" + patient + "\",\"consent\":" + TranscriptFixtures.CONSENT);
        references.forEach((field, id) ->
                body.append(",\"").append(field).append("\":\"").append(id).append('"'));
        return as("nurse").body(body.append('}').toString()).post("/api/v1/transcripts");
    }

    private static Response draft(UUID patient, Map<String, UUID> references) {
        StringBuilder body =
                new StringBuilder("{\"patientId\":\"" + patient + "\",\"type\":\"manual\",\"content\":{\"a\":1}");
        references.forEach((field, id) ->
                body.append(",\"").append(field).append("\":\"").append(id).append('"'));
        return as("nurse").body(body.append('}').toString()).post("/api/v1/notes");
    }

    private Response patch(String field, UUID id) {
        return edit("nurse", drafted("nurse", patient).getString("id"), 1, "{\"" + field + "\":\"" + id + "\"}");
    }

    private static Response history(UUID patient, UUID document) {
        String reference = document == null ? "" : ",\"documentId\":\"" + document + "\"";
        return as("nurse")
                .body("{\"patientId\":\"" + patient
                        + "\",\"type\":\"visit\",\"date\":\"2001-01-01\",\"content\":{\"a\":1},\"source\":\"manual\""
                        + reference + "}")
                .post("/api/v1/history");
    }

    private static Response historyBatch(UUID patient, UUID document) {
        String reference = document == null ? "" : ",\"documentId\":\"" + document + "\"";
        return as("nurse")
                .body("{\"patientId\":\"" + patient
                        + "\",\"entries\":[{\"type\":\"visit\",\"date\":\"2001-01-01\",\"content\":{\"a\":1},\"source\":\"manual\""
                        + reference + "}]}")
                .post("/api/v1/history/batch");
    }

    @Test
    void what_is_the_patients_is_accepted_and_what_is_another_patients_is_not() {
        UUID encounter = UUID.randomUUID();
        UUID audio = UUID.randomUUID();
        StubServices.answer("/api/v1/encounters/" + encounter, Map.of("id", encounter, "patientId", patient));
        StubServices.answer("/api/v1/assets/" + audio, Map.of("id", audio, "patientId", patient));
        Map<String, UUID> references = Map.of("encounterId", encounter, "audioAssetId", audio);

        assertThat(draft(patient, references).statusCode()).isEqualTo(201);
        assertThat(patch("encounterId", encounter).statusCode()).isEqualTo(200);
        assertThat(history(patient, audio).statusCode()).isEqualTo(201);
        assertThat(historyBatch(patient, audio).statusCode()).isEqualTo(200);
        assertThat(draft(patientInCare(), references).statusCode()).isEqualTo(422);
        assertThat(history(patientInCare(), audio).statusCode()).isEqualTo(422);
        assertThat(historyBatch(patientInCare(), audio).statusCode()).isEqualTo(422);
    }

    @Test
    void an_owner_that_does_not_answer_leaves_it_open() {
        String draft = drafted("nurse", patient).getString("id");
        StubServices.fail(503);
        try {
            Response response = edit("nurse", draft, 1, "{\"encounterId\":\"" + UUID.randomUUID() + "\"}");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.<String>path("type")).isEqualTo("urn:polyclinic:problem:unavailable");
            assertThat(edit("nurse", draft, 1, "{\"content\":{\"plan\":\"y\"}}").statusCode())
                    .isEqualTo(200);
        } finally {
            StubServices.recover();
        }
    }
}
