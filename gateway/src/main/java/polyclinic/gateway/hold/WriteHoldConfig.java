package polyclinic.gateway.hold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What may wait while writes are held. */
@ConfigMapping(prefix = "polyclinic.gateway.hold")
interface WriteHoldConfig {

    /** Requests that wait at the same time; any more are answered with 503. */
    @WithDefault("512")
    int waiting();

    /** How long one request waits, however often the hold is extended; then it is answered with 503. */
    @WithDefault("15s")
    Duration waitTime();
}
