package polyclinic.audit;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.RoleTable;
import polyclinic.commons.testing.S3Server;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = MongoServer.class)
@WithTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-audit"))
@WithTestResource(value = KafkaServer.class)
class AuditRolesTest extends RoleTable {}
