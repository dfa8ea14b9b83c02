package polyclinic.commons.postgres.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;

/** When, and how fast, a service states its facts again. */
@ConfigMapping(prefix = "polyclinic.restatements")
public interface RestatementConfig {
    /** The time of day in UTC, for example {@code 21:30}: when the clinic sleeps. */
    @WithDefault("02:00")
    LocalTime at();

    /** How often it is looked for what is due. */
    @WithDefault("5S")
    Duration poll();

    /** Between two pages: what is stated is read, sent and compared by others, beside their work. */
    @WithDefault("250MS")
    Duration pause();

    /** Facts in a page, which is one message for each partition of the topic. */
    @WithDefault("200")
    int page();
}
