package polyclinic.gateway.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Whether it is told who is here, and how soon somebody is gone. */
@ConfigMapping(prefix = "polyclinic.presence")
interface PresenceConfig {

    /** Without it nobody is listed, and nobody comes or goes. */
    @WithDefault("true")
    boolean enabled();

    /** After this time without a stream, or without the gateway that had it, a person is gone. */
    @WithDefault("30s")
    Duration expiry();

    /** How often each gateway says who has streams; several times within {@link #expiry}. */
    @WithDefault("10s")
    Duration heartbeat();
}
