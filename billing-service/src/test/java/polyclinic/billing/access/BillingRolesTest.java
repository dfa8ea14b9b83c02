package polyclinic.billing.access;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
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
class BillingRolesTest extends RoleTable {
    @Inject
    Pool pool;

    @Override
    protected List<Look> looks(String user, UUID own) {
        Records records = new Records(pool);
        List<Look> looks = new ArrayList<>(List.of(Look.get(ServiceTest.INVOICES)));
        looks.addAll(records.looks(own));
        looks.addAll(records.looks(UUID.randomUUID()));
        return looks;
    }

    /** A void invoice, whose changes are all refused, and one that was paid and credited. */
    private static final class Records extends ServiceTest {
        Records(Pool pool) {
            this.pool = pool;
        }

        List<Look> looks(UUID patient) {
            execute("insert into known_patient (id, version) values ($1, -1) on conflict do nothing", patient);
            String voided = issued(patient, line("Consultation", "1", "10"));
            voidIt(voided).then().statusCode(200);
            String paid = issued(patient, line("Consultation", "1", "10"));
            String payment = ServiceClient.created(pay(paid, "5", "card"));
            String note = ServiceClient.created(ServiceClient.as("cashier")
                    .body("{\"reason\":\"x\",\"lines\":[{\"description\":\"x\",\"unitPrice\":" + inr("1") + "}]}")
                    .post(INVOICES + "/" + paid + "/credit-note"));
            String one = INVOICES + "/" + voided;
            return List.of(
                    Look.get(one),
                    Look.get(INVOICES + "?patientId=" + patient),
                    Look.post(one + "/issue", "{}"),
                    Look.post(one + "/void", "{\"reason\":\"x\"}"),
                    Look.post(one + "/payments", "{\"amount\":" + inr("1") + ",\"method\":\"card\"}"),
                    Look.get("/api/v1/payments/" + payment),
                    Look.get("/api/v1/payments?patientId=" + patient),
                    Look.get("/api/v1/credit-notes/" + note),
                    Look.get("/api/v1/credit-notes?invoiceId=" + paid),
                    Look.get("/api/v1/statements/" + patient));
        }
    }
}
