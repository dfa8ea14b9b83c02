package polyclinic.notes;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.metrics.MetricsContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesMetricsTest extends MetricsContract {}
