package polyclinic.notes.proposals.making;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How summaries are made. */
@ConfigMapping(prefix = "polyclinic.ai.summaries")
interface ProposalConfig {
    /** How many an account may ask for in an hour. */
    @WithDefault("20")
    int perHour();

    /** How often it is tried before nothing comes of it. */
    @WithDefault("3")
    int attempts();

    /** Before it is tried again; twice as long before the next time. */
    @WithDefault("15S")
    Duration retryDelay();

    /** How often a replica looks for one that another left. */
    @WithDefault("5S")
    Duration poll();

    /** For how long one replica has it; longer than the model may take. */
    @WithDefault("3M")
    Duration claim();
}
