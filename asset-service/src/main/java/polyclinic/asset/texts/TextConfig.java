package polyclinic.asset.texts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the text of a document may cost. */
@ConfigMapping(prefix = "polyclinic.texts")
interface TextConfig {
    @WithDefault("true")
    boolean enabled();

    /** Characters of one document that are kept. */
    @WithDefault("1000000")
    int maxCharacters();

    /** Larger files are not read. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** Heap of the process that reads them. */
    @WithDefault("192M")
    MemorySize heap();

    /** Of one document. */
    @WithDefault("2m")
    Duration timeLimit();

    /** Times that a document may end the process before it is given up. */
    @WithDefault("3")
    int maxAttempts();
}
