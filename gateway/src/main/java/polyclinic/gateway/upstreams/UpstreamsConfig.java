package polyclinic.gateway.upstreams;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services behind the gateway. */
@ConfigMapping(prefix = "polyclinic.gateway.upstreams")
public interface UpstreamsConfig {

    /** By service name, e.g. {@code patient-service}. */
    @WithParentName
    Map<String, UpstreamConfig> byName();

    interface UpstreamConfig {
        /** One for each replica, parted by commas; where something else balances, such as a cluster's Service, only that one. */
        @WithName("url")
        List<URI> urls();

        /** Where the health and the OpenAPI document of each are, under {@code /q}; in the order of {@link #urls}. */
        @WithName("management-url")
        List<URI> managementUrls();

        /** First path segments after {@code /api/v1/} that are routed to this service. */
        List<String> prefixes();

        /**
         * Those of them that are read without a sign-in: papers name such an address. What is written to them needs one all the
         * same.
         */
        Optional<Set<String>> publicPrefixes();

        @WithDefault("1M")
        MemorySize maxBody();

        /** Whole paths that take whole files, which are passed on while they arrive. */
        Optional<Set<String>> filePaths();

        /** What these take. */
        @WithDefault("512M")
        MemorySize maxFile();

        /** From the end of the request to the head of the response. */
        @WithDefault("30s")
        Duration responseTimeout();

        /** Whether the system counts as down without this service. */
        @WithDefault("true")
        boolean required();
    }
}
