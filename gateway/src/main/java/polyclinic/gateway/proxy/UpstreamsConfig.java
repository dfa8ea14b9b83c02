package polyclinic.gateway.proxy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The services behind the gateway. */
@ConfigMapping(prefix = "polyclinic.gateway.upstreams")
public interface UpstreamsConfig {

    /** By service name, e.g. {@code patient-service}. */
    @WithParentName
    Map<String, UpstreamConfig> byName();

    interface UpstreamConfig {
        URI url();

        /** Where the service's health and OpenAPI document are, under {@code /q}. */
        URI managementUrl();

        /** First path segments after {@code /api/v1/} that are routed to this service. */
        List<String> prefixes();

        @WithDefault("1M")
        MemorySize maxBody();

        /** From the end of the request to the head of the response. */
        @WithDefault("30s")
        Duration responseTimeout();

        /** Whether the system counts as down without this service. */
        @WithDefault("true")
        boolean required();
    }
}
