package polyclinic.audit;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.web.Identity;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-audit"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = ProducerSamples.class)
class AuditHoldTest extends HoldContract {
    @Override
    protected Set<String> pending() {
        return Set.of();
    }
}
