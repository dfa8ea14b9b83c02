package polyclinic.gateway.openapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the services' OpenAPI documents are fetched. */
@ConfigMapping(prefix = "polyclinic.gateway.openapi")
interface OpenApiConfig {

    /** Whether clients are served the document, and Swagger UI with it. */
    @WithDefault("false")
    boolean enabled();

    @WithDefault("3s")
    Duration timeout();

    /** A document that is complete serves all requests for this long. */
    @WithDefault("30s")
    Duration cache();
}
