package polyclinic.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-audit"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = ProducerSamples.class)
class AuditBadInputTest extends BadInput {
    @Inject
    MongoClient mongo;

    @Override
    protected List<Operation> operations() {
        return List.of(
                new Operation(
                        "POST",
                        "/api/v1/analytics/events",
                        Tokens.of("nurse"),
                        "{\"eventType\":\"page_view\",\"data\":{\"page\":\"/\"},\"sessionId\":\"s1\"}"),
                new Operation("POST", "/api/v1/audit/verify", Tokens.of("auditor"), "{\"chain\":0,\"full\":true}"),
                new Operation(
                        "POST", "/api/v1/dead-letters/none/drop", Tokens.of("admin"), "{\"reason\":\"of a test\"}"),
                new Operation("POST", "/api/v1/dead-letters/none/replay", Tokens.of("admin"), "{}"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET /api/v1/analytics/months/%s/events",
                "GET /api/v1/audit/%s", "GET /api/v1/audit/%s/proof", "GET /api/v1/dead-letters/%s");
    }

    /** Nothing that a client sends is stored as such; refusals may leave entries in the trail, so checkpoints are counted. */
    @Override
    protected long stored() {
        return mongo.getDatabase("audit").getCollection("checkpoints").countDocuments();
    }

    @Test
    void queries_that_make_no_sense_are_refused_by_name() {
        List<String> wrong = new ArrayList<>();
        for (String query : List.of(
                "?patientId=7",
                "?patientId[$ne]=1&limit=0",
                "?from=yesterday",
                "?to=2026-02-30T00:00:00Z",
                "?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?after=rubbish",
                "?after=!!!",
                "?after=cGxhY2VzCjA6OTk5OTk5OTk5OTk5OTk5OTk5OTk",
                "?actor=%00",
                "?action=" + "x".repeat(300),
                "?entityId=" + "x".repeat(3000),
                "/export?format=xml",
                "/export?format=ndjson&from=x",
                "/segments/x/entries",
                "/segments/1900/entries",
                "/segments/2020/entries?format=xml",
                "/segments/2020/entries?patientId=x",
                "/segments/20200/0",
                "/segments/1900/0",
                "/segments/1900/x",
                "/segments/1900/0/1/proof",
                "/segments/1900/0/x/proof",
                "/segments/1900/0/9999999999999999999/proof",
                "/checkpoints?chain=-1",
                "/checkpoints?chain=x",
                "/checkpoints?after=%F0",
                "/access-report",
                "/access-report?patientId=x")) {
            Response response = RestAssured.given()
                    .urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + Tokens.of("auditor"))
                    .get("/api/v1/audit" + query);
            boolean problem = response.contentType().startsWith("application/problem+json");
            if (response.statusCode() < 400 || response.statusCode() >= 500 || !problem)
                wrong.add(query + " → " + response.statusCode() + " " + response.contentType());
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void operators_are_only_text() {
        for (String query :
                List.of("actor={\"$ne\":null}", "entityId={\"$gt\":\"\"}", "action=$where", "entityType=' or 1=1")) {
            Response response = RestAssured.given()
                    .header("Authorization", "Bearer " + Tokens.of("auditor"))
                    .queryParam(query.substring(0, query.indexOf('=')), query.substring(query.indexOf('=') + 1))
                    .get("/api/v1/audit");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.jsonPath().getList("items")).isEmpty();
        }
    }
}
