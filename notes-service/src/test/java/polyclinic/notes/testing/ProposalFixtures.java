package polyclinic.notes.testing;

import com.mongodb.client.MongoClient;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/** Proposals for tests that are about no machine. */
public final class ProposalFixtures {
    private ProposalFixtures() {}

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
