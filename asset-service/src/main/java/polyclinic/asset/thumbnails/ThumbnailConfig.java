package polyclinic.asset.thumbnails;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Of what small pictures are made. The process that makes them, and its time limit, are those of the texts. */
@ConfigMapping(prefix = "polyclinic.thumbnails")
interface ThumbnailConfig {
    @WithDefault("true")
    boolean enabled();

    /** Of larger files there are none. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** Images with more are not decoded. */
    @WithDefault("50000000")
    int maxPixels();

    /** How often the process may end before a file is given up. */
    @WithDefault("3")
    int maxTries();
}
