package polyclinic.prescription;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionHoldTest extends HoldContract {
    @Override
    protected Set<String> pending() {
        return Set.of("cleanup", "imports", "issuing", "laboratory-reviews", "outbox", "retention", "stock_alerts");
    }
}
