package polyclinic.asset.texts;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.fork.ForkParser;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.language.detect.LanguageResult;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import polyclinic.asset.extracts.TextExtract;

/**
 * Reads documents with Tika in a Java process of its own, with a heap and a time limit: what is sent to a clinic may be made to end
 * whatever reads it. Pictures are read where Tesseract is installed; Tika asks for it by itself.
 */
@ApplicationScoped
class TextReader {
    private static final String TESSERACT_MISSING = "no_text";

    private final TextConfig config;
    private final ForkParser parser;
    private final LanguageDetector languages;

    TextReader(TextConfig config) throws IOException {
        this.config = config;
        parser = new ForkParser(TextReader.class.getClassLoader(), new AutoDetectParser());
        parser.setPoolSize(1);
        parser.setJavaCommand(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + config.heap().asLongValue(),
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true"));
        parser.setServerParseTimeoutMillis(config.timeLimit().toMillis());
        languages = new OptimaizeLangDetector().loadModels();
    }

    @PreDestroy
    void close() {
        parser.close();
    }

    /**
     * Blocks.
     *
     * @throws UnreadableDocument when it has no text that can be read
     * @throws IOException when the process ended, which the document may have done
     */
    TextExtract read(InputStream content, String contentType) throws IOException, UnreadableDocument {
        PageCollector collector = new PageCollector(config.maxCharacters());
        Metadata metadata = new Metadata();
        metadata.set(HttpHeaders.CONTENT_TYPE, contentType);
        boolean truncated = false;
        try {
            parser.parse(content, collector, metadata, new ParseContext());
        } catch (PageCollector.Enough enough) {
            truncated = true;
        } catch (EncryptedDocumentException encrypted) {
            throw new UnreadableDocument("encrypted");
        } catch (TikaException | SAXException damaged) {
            throw new UnreadableDocument("unreadable");
        }
        List<String> pages = collector.pages();
        if (pages.stream().allMatch(String::isBlank)) throw new UnreadableDocument(TESSERACT_MISSING);
        return new TextExtract(language(String.join(" ", pages)), pages, truncated);
    }

    private synchronized @Nullable String language(String text) {
        LanguageResult found = languages.detect(text);
        return found.isReasonablyCertain() ? found.getLanguage() : null;
    }
}
