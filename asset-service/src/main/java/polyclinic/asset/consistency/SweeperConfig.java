package polyclinic.asset.consistency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "polyclinic.sweeper")
interface SweeperConfig {
    /** How old a blob without metadata, metadata without a blob or a leftover must be before it is touched. */
    @WithDefault("1h")
    Duration grace();

    /** How long metadata may be without its blob before the blob counts as lost. */
    @WithDefault("7d")
    Duration missingGrace();

    /** How long an upload may lie in the spool folder; a request that is alive has a younger one. */
    @WithDefault("24h")
    Duration spoolGrace();

    /** The turn of one replica; renewed page by page. */
    @WithDefault("2m")
    Duration turn();

    @WithDefault("500")
    int page();

    /** How often all blobs are compared with all metadata. */
    @WithDefault("24h")
    Duration comparison();

    /** Pages of the comparison that one sweep takes; the next one goes on behind them. */
    @WithDefault("100")
    int portion();
}
