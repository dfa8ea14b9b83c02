package polyclinic.billing;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import polyclinic.commons.testing.provenance.ProvenanceContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
class BillingProvenanceTest extends ProvenanceContract {
    @Override
    protected List<Kind> kinds() {
        return List.of(new Kind(
                ServiceTest.INVOICES,
                () -> """
                        {"patientId":"%s","currency":"INR","lines":[{"description":"Visit","quantity":"1",\
                        "unitPrice":%s}],"issuedAt":"2019-05-01T10:00:00Z"}""".formatted(StubServices.registeredPatient(), ServiceTest.inr("80")),
                "cashier"));
    }
}
