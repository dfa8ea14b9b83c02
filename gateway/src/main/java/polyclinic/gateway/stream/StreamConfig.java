package polyclinic.gateway.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many streams there may be, and how long a client may take. */
@ConfigMapping(prefix = "polyclinic.feed.streams")
interface StreamConfig {

    /** Of one caller at this gateway; each counts as one of the caller's open requests too. */
    @WithDefault("8")
    int perCaller();

    /** Of all callers at this gateway. */
    @WithDefault("3000")
    int all();

    /** How often a stream says that it lives, and where in the log it is. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long a client may take nothing of what waits for it. */
    @WithDefault("15s")
    Duration patience();

    /** How long a stream waits for the log, or for who knows its caller's rights. */
    @WithDefault("30s")
    Duration outage();

    /** How long a client of a WebSocket has for its first message, which may say where to go on. */
    @WithDefault("1s")
    Duration firstMessage();
}
