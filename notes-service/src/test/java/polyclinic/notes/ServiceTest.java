package polyclinic.notes;

import static io.restassured.RestAssured.given;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.Tokens;

/** The service against its own MongoDB-compatible server and Kafka, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = Neighbours.class)
public abstract class ServiceTest {
    protected static final String SOAP = """
            {"subjective":"Cough for three days","objective":"Chest clear","assessment":"Viral infection","plan":"Fluids"}""";

    @Inject
    protected MongoClient mongo;

    protected static RequestSpecification as(String user) {
        return withToken(Tokens.of(user));
    }

    protected static RequestSpecification asPatient(UUID patientId) {
        return withToken(Tokens.patient("patient", patientId));
    }

    protected static RequestSpecification withToken(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** A patient who is registered and whom {@code doctor}, not {@code doctor2}, has in care. */
    protected static UUID patientInCare() {
        UUID patient = UUID.randomUUID();
        Neighbours.registered(patient);
        Neighbours.appointment("doctor", patient, "scheduled");
        return patient;
    }

    protected static JsonPath drafted(String user, UUID patient) {
        return drafted(user, patient, "soap", SOAP);
    }

    protected static JsonPath drafted(String user, UUID patient, String type, String content) {
        return as(user).body(noteBody(patient, type, content))
                .post("/api/v1/notes")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    protected static String noteBody(UUID patient, String type, String content) {
        return "{\"patientId\":\"%s\",\"type\":\"%s\",\"content\":%s}".formatted(patient, type, content);
    }

    protected static Response edit(String user, String note, long version, String patch) {
        return as(user).header("If-Match", "\"" + version + "\"").body(patch).patch("/api/v1/notes/" + note);
    }

    protected static void sign(String user, String note) {
        as(user).body("{}").post("/api/v1/notes/" + note + "/sign").then().statusCode(200);
    }

    protected MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("notes").getCollection(name);
    }
}
