package polyclinic.audit;

import static io.restassured.RestAssured.given;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import polyclinic.audit.checkpoints.Checkpointing;
import polyclinic.audit.ingest.Feed;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.S3Server;
import polyclinic.commons.testing.Tokens;

/** The service against its own MongoDB, S3 and Kafka. What the tests feed by hand goes into chains of their own. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-audit"))
@WithTestResource(value = KafkaServer.class)
public abstract class ServiceTest {
    private static final AtomicInteger CHAINS = new AtomicInteger(100);

    @Inject
    protected MongoClient mongo;

    @Inject
    protected Feed feed;

    @Inject
    protected Checkpointing checkpointing;

    protected static RequestSpecification as(String user) {
        return withToken(Tokens.of(user));
    }

    protected static RequestSpecification asPatient(UUID patientId) {
        return withToken(Tokens.patient("patient", patientId));
    }

    protected static RequestSpecification withToken(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** A chain that no other test uses. */
    protected static int freshChain() {
        return CHAINS.incrementAndGet();
    }

    /** What a verification says of one chain. */
    protected static JsonPath verified(int chain) {
        JsonPath report = as("auditor")
                .body("{\"chain\":" + chain + "}")
                .post("/api/v1/audit/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        report.setRootPath("chains.find { it.chain == " + chain + " }");
        return report;
    }

    protected void checkpoint(int chain) {
        checkpointing.cover(chain).chain(() -> checkpointing.archive()).await().indefinitely();
    }

    protected MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("audit").getCollection(name);
    }
}
