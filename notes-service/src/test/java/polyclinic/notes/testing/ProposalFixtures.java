package polyclinic.notes.testing;

import com.mongodb.client.MongoClient;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import polyclinic.commons.testing.web.StubServices;

/** Proposals for tests that are about no machine. */
public final class ProposalFixtures {
    private ProposalFixtures() {}

    /** The id of a document that asset-service shows everybody. */
    public static UUID document(UUID patient, String... pages) {
        UUID id = UUID.randomUUID();
        StubServices.answer(
                "/api/v1/assets/" + id + "/text",
                Map.of(
                        "assetId",
                        id,
                        "patientId",
                        patient,
                        "textStatus",
                        "extracted",
                        "language",
                        "en",
                        "texts",
                        Stream.of(pages).map(text -> Map.of("text", text)).toList()));
        return id;
    }

    /** The id of a batch that asset-service shows everybody, of documents with a text and others without one. */
    public static UUID batch(UUID patient, List<UUID> withText, int others) {
        UUID id = UUID.randomUUID();
        Stream<Map<String, Object>> extracted =
                withText.stream().map(document -> Map.of("assetId", document, "status", "digitized"));
        Stream<Map<String, Object>> failed = Stream.generate(
                        () -> Map.<String, Object>of("assetId", UUID.randomUUID(), "status", "failed"))
                .limit(others);
        StubServices.answer(
                "/api/v1/batches/" + id,
                Map.of(
                        "id",
                        id,
                        "patientId",
                        patient,
                        "status",
                        "closed",
                        "documents",
                        Stream.concat(extracted, failed).toList()));
        return id;
    }

    /** What was found in a document of which nobody has said of which day it is. */
    public static UUID undated(MongoClient mongo, UUID patient) {
        UUID id = open(mongo, patient);
        mongo.getDatabase("notes")
                .getCollection("ai_proposals")
                .updateOne(
                        new Document("_id", id),
                        new Document(
                                "$set", new Document("type", "LAB_RESULT").append("documentId", UUID.randomUUID())));
        return id;
    }

    /** One that a machine has made, and on which nobody has decided. */
    public static UUID open(MongoClient mongo, UUID patient) {
        UUID id = UUID.randomUUID();
        Document source =
                new Document("type", "note").append("id", UUID.randomUUID().toString());
        mongo.getDatabase("notes")
                .getCollection("ai_proposals")
                .insertOne(new Document("_id", id)
                        .append("version", 2L)
                        .append("patientId", patient)
                        .append("status", "OPEN")
                        .append("requestedBy", new Document("subject", "x").append("name", "x"))
                        .append("requestedAt", new Date())
                        .append(
                                "statements",
                                List.of(new Document("text", "A broken arm.")
                                        .append("citations", List.of(source))
                                        .append("unsupported", false)))
                        .append("unsupported", false)
                        .append("attempts", 1));
        return id;
    }
}
