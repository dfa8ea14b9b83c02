package polyclinic.appointment;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentHoldTest extends HoldContract {
    @Override
    protected Set<String> pending() {
        return Set.of("name_keys", "outbox", "retention");
    }
}
