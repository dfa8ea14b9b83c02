package polyclinic.gateway;

import io.quarkus.test.common.QuarkusTestResource;

/** Which servers stand around the gateway in all tests that start it. */
@QuarkusTestResource(RedisServer.class)
@QuarkusTestResource(Services.class)
@QuarkusTestResource(Realm.class)
final class Surroundings {
    private Surroundings() {}
}
