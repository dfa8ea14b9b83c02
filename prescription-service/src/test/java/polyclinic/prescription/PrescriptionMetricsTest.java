package polyclinic.prescription;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.metrics.MetricsContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
class PrescriptionMetricsTest extends MetricsContract {}
