package polyclinic.asset.download;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What downloads may take of the service. */
@ConfigMapping(prefix = "polyclinic.downloads")
interface DownloadsConfig {
    /** At once, of one caller. */
    @WithDefault("8")
    int perCaller();

    /** At once, of all: each holds up to a mebibyte of memory. */
    @WithDefault("40")
    int total();

    /** Of {@link #total}, for the suite's own services: whatever people read, these do not wait for it. */
    @WithDefault("8")
    int reserved();

    /** How long a reader may take for 128 KiB; then the connection is closed, after twice as long at the latest. */
    @WithDefault("30s")
    Duration patience();
}
