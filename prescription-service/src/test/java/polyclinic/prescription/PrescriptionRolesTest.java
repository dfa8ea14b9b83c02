package polyclinic.prescription;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.PostgresServer;
import polyclinic.commons.testing.RoleTable;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = Neighbours.class)
class PrescriptionRolesTest extends RoleTable {}
