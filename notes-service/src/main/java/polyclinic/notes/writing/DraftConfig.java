package polyclinic.notes.writing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long drafts last in which nobody writes. */
@ConfigMapping(prefix = "polyclinic.notes")
interface DraftConfig {
    /** From the last that was written until the draft goes. */
    @WithDefault("30D")
    Duration draftsLast();

    /** How long before its end it is told. */
    @WithDefault("3D")
    Duration draftsNotice();

    /** How often a replica looks. */
    @WithDefault("1H")
    Duration draftsPoll();
}
