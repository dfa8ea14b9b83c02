package polyclinic.asset.texts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the text of a document may cost. One at a time is read by each replica. */
@ConfigMapping(prefix = "polyclinic.texts")
interface TextConfig {
    @WithDefault("true")
    boolean enabled();

    /** Larger files are not read. */
    @WithDefault("64M")
    MemorySize maxSize();

    @WithDefault("2000")
    int maxPages();

    /** Of all pages together. */
    @WithDefault("1000000")
    int maxCharacters();

    /** Heap of the process that reads. */
    @WithDefault("160M")
    MemorySize heap();

    /** Of one document. */
    @WithDefault("1m")
    Duration timeLimit();

    /** How often the process may end before its document is given up. */
    @WithDefault("3")
    int maxTries();

    /** Tesseract's name on the PATH, or its path; where there is none, pictures of text are not read. */
    @WithDefault("tesseract")
    String tesseract();

    /** The languages of pictures, as Tesseract takes them: {@code eng+hin}. */
    @WithDefault("eng")
    String ocrLanguages();
}
