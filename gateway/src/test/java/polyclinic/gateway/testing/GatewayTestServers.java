package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResource;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.RedisServer;

/** The servers that every test of a running gateway has around it. */
@QuarkusTestResource(RedisServer.class)
@QuarkusTestResource(KafkaServer.class)
@QuarkusTestResource(StubUpstreams.class)
@QuarkusTestResource(StubRealm.class)
final class GatewayTestServers {
    private GatewayTestServers() {}
}
