package polyclinic.gateway.bodies;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a client may take to send or to receive a body, and how much of it this process holds. */
@ConfigMapping(prefix = "polyclinic.gateway.bodies")
interface BodyConfig {

    /** Bodies for an upstream whose limit is at most this are read whole before a connection to it is taken. */
    @WithDefault("1M")
    MemorySize buffered();

    /**
     * A file that declares at most this length is read whole, too: another replica can be asked when the first breaks. It is little enough
     * to arrive within the {@link #timeout} at the {@link #minimumRate}.
     */
    @WithDefault("32K")
    MemorySize shortFile();

    /**
     * All bodies that are held at the same time; a request beyond is answered with 503. One caller holds at most an eighth,
     * though always one whole body; beyond it is 429.
     */
    @WithDefault("32M")
    MemorySize memory();

    /** A body that is read whole must have arrived within this time. */
    @WithDefault("60s")
    Duration timeout();

    /** Bytes a second that a client sends at least, on average of each {@link #ratePeriod}, while it is not held back. */
    @WithDefault("1000")
    long minimumRate();

    @WithDefault("10s")
    Duration ratePeriod();

    /** Bytes a second of a response that a client takes at least in each {@link #readRatePeriod} while more waits for it. */
    @WithDefault("1000")
    long minimumReadRate();

    /** Longer than the other: systems take and report what is read in large pieces. */
    @WithDefault("30s")
    Duration readRatePeriod();
}
