package polyclinic.commons.papers.typeface;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import polyclinic.commons.papers.scripts.ScriptFonts;

/** Says at the start which scripts papers cannot be set in: whoever installs the service reads that log, and no paper says it. */
@Startup
@ApplicationScoped
class FontReport {
    FontReport(FontConfig config) {
        List<String> missing = new ScriptFonts(point -> true, config.folders()).missing();
        if (!missing.isEmpty())
            Log.warnf(
                    "papers have no font for %s: such text is printed transliterated in square brackets; fonts are looked for in %s",
                    String.join(", ", missing), config.folders());
    }
}
