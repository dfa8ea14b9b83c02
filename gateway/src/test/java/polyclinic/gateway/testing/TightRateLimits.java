package polyclinic.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A hundred requests an hour for each caller, two connections for each address, a proxy at 127.0.0.1 that is trusted, and no OpenAPI. */
public final class TightRateLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "polyclinic.gateway.openapi.enabled", "false",
                "polyclinic.gateway.connections.per-address", "2",
                "polyclinic.gateway.rate-limit.timeout", "300ms",
                "polyclinic.gateway.rate-limit.requests", "100",
                "polyclinic.gateway.rate-limit.window", "1h",
                "polyclinic.gateway.rate-limit.failures", "5",
                "polyclinic.gateway.rate-limit.failures-window", "1h",
                "polyclinic.gateway.trusted-proxies", "127.0.0.0/8,10.0.0.0/8");
    }
}
