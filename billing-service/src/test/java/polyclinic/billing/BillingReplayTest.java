package polyclinic.billing;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import polyclinic.commons.postgres.RetentionJob;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
class BillingReplayTest extends ReplayContract {
    private static final String ONE = "POST /api/v1/invoices/{id}/";

    @Inject
    Pool pool;

    @Inject
    RetentionJob retention;

    /** Cashiers reach all patients, so nobody has a narrower reach. */
    @Override
    protected List<Operation> operations() {
        ServiceTest.closeDrawers();
        UUID patient = new Samples(pool).knownPatient();
        String line = ServiceTest.line("Consultation of today", "1", "10");
        String issued = ServiceTest.issued(patient, line);
        String payment = ServiceClient.created(ServiceTest.pay(issued, "5", "card"));
        String price =
                ServiceClient.created(ServiceClient.as("cashier").body(price()).post("/api/v1/prices"));
        String admins = ServiceClient.created(ServiceClient.as("admin")
                .body("{\"openingFloat\":" + ServiceTest.inr("1") + "}")
                .post("/api/v1/shifts"));
        String money = ServiceTest.inr("1");
        String one = ServiceTest.INVOICES + "/";
        return List.of(
                new Operation(
                        "POST " + ServiceTest.INVOICES,
                        ServiceTest.INVOICES,
                        ServiceTest.draftBody(patient, line),
                        "cashier",
                        null),
                new Operation(
                        ONE + "issue", one + ServiceTest.drafted(patient, line) + "/issue", "{}", "cashier", null),
                new Operation(
                        ONE + "void",
                        one + ServiceTest.drafted(patient, line) + "/void",
                        "{\"reason\":\"by mistake\"}",
                        "cashier",
                        null),
                new Operation(
                        ONE + "payments",
                        one + issued + "/payments",
                        "{\"amount\":" + money + ",\"method\":\"card\",\"reference\":\"slip 12345678\"}",
                        "cashier",
                        null),
                new Operation(
                        ONE + "credit-note",
                        one + issued + "/credit-note",
                        "{\"reason\":\"by mistake\",\"lines\":[{\"description\":\"goodwill\",\"unitPrice\":" + money
                                + "}]}",
                        "cashier",
                        null),
                new Operation(
                        "POST /api/v1/payments/{id}/refund",
                        "/api/v1/payments/" + payment + "/refund",
                        "{\"amount\":" + money + ",\"reason\":\"by mistake\"}",
                        "cashier",
                        null),
                aboutNobody("POST /api/v1/prices", "/api/v1/prices", price(), "cashier"),
                aboutNobody(
                        "POST /api/v1/prices/{id}/end",
                        "/api/v1/prices/" + price + "/end",
                        "{\"validTo\":\"2020-06-30\"}",
                        "cashier"),
                aboutNobody("POST /api/v1/shifts", "/api/v1/shifts", "{\"openingFloat\":" + money + "}", "cashier"),
                aboutNobody(
                        "POST /api/v1/shifts/{id}/close",
                        "/api/v1/shifts/" + admins + "/close",
                        "{\"counted\":" + money + "}",
                        "admin"));
    }

    private static Operation aboutNobody(String name, String path, String body, String user) {
        return new Operation(name, request -> request.body(body).post(path), user, null, null, false);
    }

    private static String price() {
        return """
                {"code":"%s","name":"Potassium","kind":"lab","price":%s,"validFrom":"2020-01-01","validTo":"2020-12-31"}""".formatted(UUID.randomUUID(), ServiceTest.inr("1"));
    }

    @Override
    protected List<String> stored() {
        return StreamSupport.stream(
                        pool.query("select to_jsonb(i)::text as kept from idempotency i")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> row.getString("kept"))
                .toList();
    }

    @Override
    protected void ageAndSweep() {
        pool.query("update idempotency set created_at = now() - interval '49 hours'")
                .executeAndAwait();
        retention.sweep().await().indefinitely();
    }

    private static final class Samples extends ServiceTest {
        Samples(Pool pool) {
            this.pool = pool;
        }
    }
}
