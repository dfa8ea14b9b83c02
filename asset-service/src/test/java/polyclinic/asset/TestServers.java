package polyclinic.asset;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.web.Identity;

/** What every test of the running service uses. */
@QuarkusTestResource(Identity.class)
@QuarkusTestResource(KafkaServer.class)
@QuarkusTestResource(MongoServer.class)
@QuarkusTestResource(value = S3Server.class, initArgs = @ResourceArg(name = "bucket", value = "polyclinic-assets"))
@QuarkusTestResource(AssetStubs.class)
final class TestServers {
    private TestServers() {}
}
