package polyclinic.notes;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.RoleTable;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = Neighbours.class)
class NotesRolesTest extends RoleTable {}
