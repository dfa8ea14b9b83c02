package polyclinic.billing;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
class BillingBadInputTest extends BadInput {
    @Inject
    Pool pool;

    private UUID patient;
    private String draft;
    private String issued;
    private String payment;
    private String shift;
    private String price;

    @BeforeEach
    void prepare() {
        Samples samples = new Samples(pool);
        patient = samples.knownPatient();
        draft = ServiceTest.drafted(patient, ServiceTest.line("Consultation", "1", "10"));
        issued = ServiceTest.issued(patient, ServiceTest.line("Consultation", "1", "10"));
        payment = ServiceClient.created(ServiceTest.pay(issued, "5", "card"));
        ServiceTest.closeDrawers();
        shift = ServiceClient.created(ServiceClient.as("cashier")
                .body("{\"openingFloat\":" + ServiceTest.inr("1") + "}")
                .post("/api/v1/shifts"));
        price = ServiceClient.created(
                ServiceClient.as("cashier").body(priceBody()).post("/api/v1/prices"));
    }

    @Override
    protected List<Operation> operations() {
        String cashier = Tokens.of("cashier");
        String admin = Tokens.of("admin");
        String money = ServiceTest.inr("1");
        return List.of(
                new Operation("POST", "/api/v1/prices", cashier, priceBody()),
                new Operation("POST", "/api/v1/prices/" + price + "/end", cashier, "{\"validTo\":\"2020-06-30\"}"),
                new Operation("POST", ServiceTest.INVOICES, admin, """
                        {"patientId":"%s","encounterId":"%s","currency":"INR","lines":[{"description":"x","quantity":"1",\
                        "kind":"lab","unitPrice":%s,"discount":{"percent":"10"},"taxRate":"0.1",\
                        "source":{"type":"order","id":"%s"},"doctorId":"%s"}]}""".formatted(
                                patient, UUID.randomUUID(), money, UUID.randomUUID(), UUID.randomUUID())),
                new Operation(
                        "PATCH", ServiceTest.INVOICES + "/" + draft, cashier, "{\"lines\":[],\"currency\":\"INR\"}"),
                new Operation("POST", ServiceTest.INVOICES + "/" + issued + "/void", cashier, "{\"reason\":\"x\"}"),
                new Operation(
                        "POST",
                        ServiceTest.INVOICES + "/" + issued + "/payments",
                        cashier,
                        "{\"amount\":" + money + ",\"method\":\"card\",\"reference\":\"x\"}"),
                new Operation(
                        "POST",
                        ServiceTest.INVOICES + "/" + issued + "/credit-note",
                        cashier,
                        "{\"reason\":\"x\",\"lines\":[{\"description\":\"x\",\"quantity\":\"1\",\"unitPrice\":" + money
                                + ",\"taxRate\":\"0\"}]}"),
                new Operation(
                        "POST",
                        "/api/v1/payments/" + payment + "/refund",
                        cashier,
                        "{\"amount\":" + money + ",\"reason\":\"x\"}"),
                new Operation("POST", "/api/v1/shifts", admin, "{\"openingFloat\":" + money + "}"),
                new Operation("POST", "/api/v1/shifts/" + shift + "/close", cashier, "{\"counted\":" + money + "}"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET /api/v1/prices/%s",
                "GET /api/v1/invoices/%s",
                "GET /api/v1/invoices/%s/document",
                "GET /api/v1/payments/%s/receipt",
                "GET /api/v1/payments/%s",
                "GET /api/v1/credit-notes/%s",
                "GET /api/v1/shifts/%s",
                "GET /api/v1/statements/%s");
    }

    @Override
    protected long stored() {
        return pool.query("select (select count(*) from invoice) + (select count(*) from invoice_line)"
                        + " + (select coalesce(sum(version), 0) from invoice) + (select count(*) from price)"
                        + " + (select coalesce(sum(version), 0) from price) + (select count(*) from posting)"
                        + " + (select count(*) from shift) + (select coalesce(sum(version), 0) from shift) as n")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("n");
    }

    private static String priceBody() {
        return """
                {"code":"%s","name":"x","kind":"lab","price":%s,"taxRate":"0.1","appliesTo":{"type":"lab_test","code":"%s"},\
                "validFrom":"2020-01-01","validTo":"2020-12-31"}""".formatted(UUID.randomUUID(), ServiceTest.inr("1"), UUID.randomUUID());
    }

    private static final class Samples extends ServiceTest {
        Samples(Pool pool) {
            this.pool = pool;
        }
    }
}
