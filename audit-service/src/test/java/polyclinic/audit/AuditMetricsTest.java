package polyclinic.audit;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.audit.signing.ProducerSamples;
import polyclinic.commons.testing.metrics.MetricsContract;
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
class AuditMetricsTest extends MetricsContract {}
