package polyclinic.gateway.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many requests a caller may make. */
@ConfigMapping(prefix = "polyclinic.gateway.rate-limit")
interface RateLimitConfig {

    /** Requests per window and caller; all of them may come at once. */
    @WithDefault("1200")
    long requests();

    @WithDefault("1m")
    Duration window();

    /** Requests without a valid token per window and client address. */
    @WithDefault("60")
    long failures();

    @WithDefault("1m")
    Duration failuresWindow();

    /** When Redis does not answer within this time, this process counts alone. */
    @WithDefault("100ms")
    Duration timeout();
}
