package polyclinic.commons.papers.typeface;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;

/** Fonts of the machine, for scripts whose fonts are too large to ship. */
@ConfigMapping(prefix = "polyclinic.fonts")
public interface FontConfig {
    /** Read with all that is in them; one that is missing is passed over. */
    List<Path> folders();
}
