package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResource;

/** The servers that every test of a running gateway has around it. */
@QuarkusTestResource(GatewayRedis.class)
@QuarkusTestResource(StubUpstreams.class)
@QuarkusTestResource(StubRealm.class)
final class GatewayTestServers {
    private GatewayTestServers() {}
}
