package polyclinic.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the response cache may take. */
@ConfigMapping(prefix = "polyclinic.gateway.cache")
interface CacheConfig {

    @WithDefault("true")
    boolean enabled();

    /** A request waits no longer for Redis; then it goes to its service. */
    @WithDefault("50ms")
    Duration timeout();

    /** Of all answers that this gateway keeps within a minute, which is as long as any is kept. */
    @WithDefault("16M")
    MemorySize maxBytes();

    /** Of those that this gateway has in its own memory as well. */
    @WithDefault("4M")
    MemorySize nearBytes();
}
