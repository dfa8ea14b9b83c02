package polyclinic.notes;

import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.AiLogFixtures;
import polyclinic.notes.testing.NoteFixtures;
import polyclinic.notes.testing.ProposalFixtures;
import polyclinic.notes.testing.StubAppointments;
import polyclinic.notes.testing.TranscriptFixtures;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesRolesTest extends RoleTable {
    @Inject
    MongoClient mongo;

    @Override
    protected List<Look> looks(String user, UUID own) {
        UUID inCare = StubServices.registeredPatient();
        StubAppointments.appointment(user, inCare, "scheduled");
        List<Look> looks = new ArrayList<>(List.of(
                Look.get("/api/v1/notes"),
                Look.get("/api/v1/transcripts"),
                Look.get("/api/v1/clinical-data"),
                Look.get("/api/v1/ai-logs"),
                Look.get("/api/v1/ai-proposals"),
                Look.get("/api/v1/history")));
        for (UUID patient : List.of(own, inCare, StubServices.registeredPatient())) looks.addAll(looks(patient));
        // So that the care is known here, not at its owner only, when lists are asked for.
        withToken(Tokens.withRoles(user, Set.of("doctor"), Map.of()))
                .get("/api/v1/timelines/" + inCare)
                .then()
                .statusCode(200);
        return looks;
    }

    private List<Look> looks(UUID patient) {
        UUID proposed = ProposalFixtures.open(mongo, patient);
        String draft = NoteFixtures.drafted("nurse", patient).getString("id");
        String signed = NoteFixtures.drafted("nurse", patient).getString("id");
        NoteFixtures.sign("nurse", signed);
        String pulse = recorded(patient, "vital_signs");
        String result = recorded(patient, "lab_result");
        String recording = TranscriptFixtures.started("nurse", patient);
        String asked = AiLogFixtures.recorded("nurse", patient, "What was the cough like?");
        String heard = TranscriptFixtures.completed("nurse", patient);
        await().until(() -> as("nurse")
                .get("/api/v1/timelines/" + patient)
                .<List<String>>path("items.entityId")
                .containsAll(List.of(draft, signed, pulse, result, heard)));
        return List.of(
                Look.get("/api/v1/notes/" + draft),
                Look.get("/api/v1/notes/" + signed),
                Look.get("/api/v1/notes/" + draft + "/versions"),
                new Look("PATCH", "/api/v1/notes/" + draft, "{}", "\"999\""),
                Look.post("/api/v1/notes/" + signed + "/sign", "{}"),
                Look.get("/api/v1/notes?patientId=" + patient),
                Look.get("/api/v1/transcripts/" + recording),
                Look.get("/api/v1/transcripts/" + heard),
                Look.get("/api/v1/transcripts?patientId=" + patient),
                Look.get("/api/v1/ai-proposals/" + proposed),
                Look.get("/api/v1/ai-proposals?patientId=" + patient),
                Look.get("/api/v1/ai-logs/" + asked),
                Look.get("/api/v1/ai-logs?patientId=" + patient),
                Look.get("/api/v1/clinical-data/" + pulse),
                Look.get("/api/v1/clinical-data/" + result),
                Look.get("/api/v1/clinical-data?patientId=" + patient),
                Look.get("/api/v1/timelines/" + patient));
    }

    private static String recorded(UUID patient, String type) {
        return created(as("nurse")
                .body("{\"patientId\":\"%s\",\"dataType\":\"%s\",\"data\":{\"pulse\":70}}".formatted(patient, type))
                .post("/api/v1/clinical-data"));
    }
}
