package polyclinic.asset;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.MongoServer;
import polyclinic.commons.testing.S3Server;

/** What every test of the running service stands on. */
@QuarkusTestResource(Identity.class)
@QuarkusTestResource(KafkaServer.class)
@QuarkusTestResource(MongoServer.class)
@QuarkusTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-assets"))
@QuarkusTestResource(Owners.class)
final class Surroundings {
    private Surroundings() {}
}
