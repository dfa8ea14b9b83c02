package polyclinic.asset.reading;

import java.io.IOException;
import java.util.List;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.language.detect.LanguageResult;
import org.jspecify.annotations.Nullable;

/** Which language a text is in. */
final class TextLanguage {
    private static final int MAX_CHARACTERS = 20_000;

    private @Nullable LanguageDetector detector;

    /** ISO 639; null when it is not certain. */
    @Nullable
    String of(List<String> pages) throws IOException {
        if (detector == null) detector = new OptimaizeLangDetector().loadModels();
        StringBuilder beginning = new StringBuilder();
        for (String page : pages) {
            if (beginning.length() >= MAX_CHARACTERS) break;
            beginning.append(page, 0, Math.min(page.length(), MAX_CHARACTERS)).append('\n');
        }
        detector.reset();
        LanguageResult found = detector.detect(beginning);
        return found.isReasonablyCertain() ? found.getLanguage() : null;
    }
}
