package polyclinic.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

/** The service against its own PostgreSQL and Kafka and the {@link StubServices}, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
public abstract class ServiceTest {
    public static final String INVOICES = "/api/v1/invoices";

    @Inject
    protected Pool pool;

    @BeforeEach
    void resetStubs() {
        StubServices.reset();
    }

    /** A patient who is known from events. */
    protected UUID knownPatient() {
        UUID id = UUID.randomUUID();
        execute(
                "insert into known_patient (id, version, uhid, given_name, family_name)"
                        + " values ($1, 0, 'PC-1', 'Ada', 'Lovelace')",
                id);
        return id;
    }

    protected void execute(String sql, Object... values) {
        pool.preparedQuery(sql).executeAndAwait(Tuple.from(values));
    }

    protected List<Row> rows(String sql, Object... values) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .executeAndAwait(Tuple.from(values))
                                .spliterator(),
                        false)
                .toList();
    }

    /** A line in INR without tax. */
    protected static String line(String description, String quantity, String price) {
        return line(description, quantity, price, "0");
    }

    protected static String line(String description, String quantity, String price, String taxRate) {
        return """
                {"description":"%s","quantity":"%s","unitPrice":{"amount":"%s","currency":"INR"},"taxRate":"%s"}""".formatted(description, quantity, price, taxRate);
    }

    protected static String draftBody(UUID patient, String... lines) {
        return """
                {"patientId":"%s","currency":"INR","lines":[%s]}""".formatted(patient, String.join(",", lines));
    }

    /** The id of a new draft. */
    protected static String drafted(UUID patient, String... lines) {
        return created(as("cashier").body(draftBody(patient, lines)).post(INVOICES));
    }

    protected static Response issue(String id) {
        return as("cashier").body("{}").post(INVOICES + "/" + id + "/issue");
    }

    /** The id of a new invoice with a number. */
    protected static String issued(UUID patient, String... lines) {
        String id = drafted(patient, lines);
        issue(id).then().statusCode(200);
        return id;
    }

    protected static String inr(String amount) {
        return "{\"amount\":\"" + amount + "\",\"currency\":\"INR\"}";
    }

    protected static Response pay(String invoice, String amount, String method) {
        return as("cashier")
                .body("{\"amount\":" + inr(amount) + ",\"method\":\"" + method + "\"}")
                .post(INVOICES + "/" + invoice + "/payments");
    }

    protected static Response refund(String payment, String amount) {
        return as("cashier")
                .body("{\"amount\":" + inr(amount) + ",\"reason\":\"mistaken\"}")
                .post("/api/v1/payments/" + payment + "/refund");
    }

    protected static Response voidIt(String invoice) {
        return as("cashier").body("{\"reason\":\"mistaken\"}").post(INVOICES + "/" + invoice + "/void");
    }

    protected static ValidatableResponse invoice(String id) {
        return as("cashier").get(INVOICES + "/" + id).then().statusCode(200);
    }

    /** Makes sure that the cashier has a drawer in INR. */
    protected static void openDrawer() {
        Response opened =
                as("cashier").body("{\"openingFloat\":" + inr("100") + "}").post("/api/v1/shifts");
        assertThat(opened.statusCode()).isIn(201, 409);
    }

    protected static void closeDrawers() {
        List<String> open =
                as("cashier").get("/api/v1/shifts?status=open&limit=200").path("items.id");
        for (String id : open)
            as("admin").body("{\"counted\":" + inr("0") + "}").post("/api/v1/shifts/" + id + "/close");
    }

    /** The types of the events of an aggregate, in order. */
    protected static List<String> published(String id, int count) {
        return TopicClient.await("billing.events", message -> message.key().equals(id), count).stream()
                .map(message -> message.type().replaceAll("\\.v1$", ""))
                .toList();
    }
}
