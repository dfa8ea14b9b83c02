package polyclinic.audit;

import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.bson.Document;
import polyclinic.audit.archive.CheckpointArchival;
import polyclinic.audit.checkpoints.CheckpointIssuance;
import polyclinic.audit.ingest.ChainFeed;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.web.Identity;

/** The service against its own MongoDB, S3 and Kafka. What the tests feed by hand goes into chains of their own. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-audit"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = ProducerSamples.class)
public abstract class ServiceTest {
    private static final AtomicInteger CHAINS = new AtomicInteger(100);

    @Inject
    protected MongoClient mongo;

    @Inject
    protected ChainFeed feed;

    @Inject
    protected CheckpointIssuance issuance;

    @Inject
    protected CheckpointArchival archival;

    /** A chain that no other test uses. */
    protected static int freshChain() {
        return CHAINS.incrementAndGet();
    }

    /** What a verification of one chain from its beginning says. */
    protected static JsonPath verified(int chain) {
        return verified(chain, true);
    }

    /**
     * What a verification says of one chain.
     *
     * @param full whether it is to begin at the first entry
     */
    protected static JsonPath verified(int chain, boolean full) {
        JsonPath report = as("auditor")
                .body("{\"chain\":" + chain + ",\"full\":" + full + "}")
                .post("/api/v1/audit/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        report.setRootPath("chains.find { it.chain == " + chain + " }");
        return report;
    }

    protected void checkpoint(int chain) {
        issuance.cover(chain).chain(() -> archival.archive()).await().indefinitely();
    }

    /** Waits until a collection holds the document with this {@code id}. */
    protected Document arrived(String name, String id) {
        return arrived(name, "id", id);
    }

    /** Waits until a collection holds a document in which a field has this value. */
    protected Document arrived(String name, String field, String value) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> collection(name).find(Filters.eq(field, value)).first(), Objects::nonNull);
    }

    protected MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("audit").getCollection(name);
    }
}
