package polyclinic.audit.checkpoints;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How often checkpoints are made, and of how much. */
@ConfigMapping(prefix = "polyclinic.audit.checkpoints")
public interface CheckpointConfig {
    /** How often chains are looked at for what is new. */
    Duration every();

    /** How long an entry waits for a checkpoint at most, where fewer than {@link #entries} have come. */
    Duration atLatest();

    /** How many entries one checkpoint covers at most. */
    int entries();

    /** How often to look for checkpoints that another replica did not bring to S3. */
    Duration sweep();
}
