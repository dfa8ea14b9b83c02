package polyclinic.asset.texts;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.UnreadableDocument;
import polyclinic.asset.reading.ReaderProgram;

/**
 * Has documents read by {@link ReaderProgram}, in a Java process of its own, with a heap and a time limit, that begins with the first
 * document and ends when nobody needs it any more. None of the libraries that it needs is loaded here. It reads one document at a time,
 * whoever asks.
 */
@Singleton
public final class ReaderProcess implements AutoCloseable {
    /** One class of each archive that the process needs; what is not there is not needed. */
    private static final List<String> NEEDED = List.of(
            ReaderProgram.class.getName(),
            "org.apache.pdfbox.Loader",
            "org.apache.pdfbox.io.IOUtils",
            "org.apache.fontbox.ttf.TrueTypeFont",
            "org.apache.commons.logging.LogFactory",
            "org.jboss.logging.Logger",
            "org.apache.tika.langdetect.optimaize.OptimaizeLangDetector",
            "org.apache.tika.language.detect.LanguageDetector",
            "org.apache.commons.io.IOUtils",
            "com.optimaize.langdetect.LanguageDetector",
            "com.google.common.base.Optional",
            "net.arnx.jsonic.JSON",
            "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi",
            "com.twelvemonkeys.imageio.ImageReaderBase",
            "com.twelvemonkeys.imageio.metadata.CompoundDirectory",
            "com.twelvemonkeys.image.ImageUtil",
            "com.twelvemonkeys.io.LittleEndianDataInputStream",
            "com.twelvemonkeys.lang.Validate",
            "org.slf4j.LoggerFactory");

    /** What the process is told of the service's environment: no key, no password. */
    private static final List<String> ENVIRONMENT = List.of("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX");

    /** As {@code -XX:+ExitOnOutOfMemoryError} ends it. */
    private static final int OUT_OF_MEMORY = 3;

    private static final String JAR = "jar:";
    private static final int EXIT_TIMEOUT_SECONDS = 5;

    private static final int MAX_PICTURE_BYTES = 512 * 1024;
    private static final int JPEG = 0xffd8ff;

    private final TextConfig config;
    private final Path folder;
    private final AtomicInteger users = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Reading reading;

    /** A process that runs, and how one speaks with it. */
    private record Reading(Process process, DataOutputStream requests, DataInputStream answers) {}

    /** @param folder for what the process writes while it reads */
    ReaderProcess(TextConfig config, @ConfigProperty(name = "polyclinic.uploads.folder") String folder) {
        this.config = config;
        this.folder = Path.of(folder);
    }

    /** Somebody is going to have documents read. */
    void begin() {
        users.incrementAndGet();
    }

    /** The same have no more: the process ends with the last of them. */
    void end() {
        if (users.decrementAndGet() > 0 || !turn.tryLock()) return;
        try {
            if (users.get() == 0) stop();
        } finally {
            turn.unlock();
        }
    }

    /**
     * The text of a document. Blocks.
     *
     * @throws UnreadableDocument when it has no text that can be read
     * @throws IOException when the process ended, for whatever reason
     */
    DocumentText read(Path file, String contentType) throws IOException, UnreadableDocument {
        return ask(file, contentType, 0, this::text);
    }

    /**
     * Small pictures of an image or a PDF, as JPEG. Blocks.
     *
     * @param maxPixels of an image; a larger one is refused
     * @throws UnreadableDocument when there can be none of it
     * @throws IOException when the process ended, for whatever reason
     */
    public Map<ThumbnailSize, byte[]> pictures(Path file, String contentType, int maxPixels)
            throws IOException, UnreadableDocument {
        return ask(file, contentType, maxPixels, ReaderProcess::pictures);
    }

    private interface Answer<T> {
        T of(DataInputStream answers) throws IOException;
    }

    private <T> T ask(Path file, String contentType, int maxPixels, Answer<T> answer)
            throws IOException, UnreadableDocument {
        turn.lock();
        try {
            return asked(file, contentType, maxPixels, answer);
        } finally {
            turn.unlock();
        }
    }

    private <T> T asked(Path file, String contentType, int maxPixels, Answer<T> answer)
            throws IOException, UnreadableDocument {
        Reading now = reading;
        if (now == null || !now.process().isAlive()) {
            stop();
            now = start();
            reading = now;
        }
        CompletableFuture<Void> limit =
                new CompletableFuture<Void>().orTimeout(config.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
        Process watched = now.process();
        limit.whenComplete((done, late) -> {
            if (late != null) kill(watched);
        });
        try {
            now.requests().writeUTF(file.toAbsolutePath().toString());
            now.requests().writeUTF(contentType);
            now.requests().writeInt(maxPixels);
            now.requests().flush();
            if (now.answers().readUnsignedByte() == ReaderProgram.REFUSED)
                throw new UnreadableDocument(TextFailure.valueOf(now.answers().readUTF()));
            return answer.of(now.answers());
        } catch (IOException ended) {
            boolean late = limit.isCompletedExceptionally();
            boolean full = !late && exit(watched) == OUT_OF_MEMORY;
            // Should it still be there, what it says next would be taken for the answer to another question.
            stop();
            if (late) throw new UnreadableDocument(TextFailure.TOOK_TOO_LONG);
            if (full) throw new UnreadableDocument(TextFailure.TOOK_TOO_MUCH_MEMORY);
            throw ended;
        } finally {
            limit.complete(null);
        }
    }

    /** It may be in a bad way, so that nothing it says is believed beyond what was agreed. */
    private DocumentText text(DataInputStream answers) throws IOException {
        String language = answers.readUTF();
        int count = answers.readInt();
        if (count < 0 || count > config.maxPages()) throw new IOException("too many pages");
        List<String> pages = new ArrayList<>(count);
        long left = 4L * config.maxCharacters();
        for (int i = 0; i < count; i++) {
            int length = answers.readInt();
            left -= length;
            if (length < 0 || left < 0) throw new IOException("too much text");
            pages.add(new String(answers.readNBytes(length), StandardCharsets.UTF_8));
        }
        return new DocumentText(language.isEmpty() ? null : language, pages);
    }

    /** What is sent out as a picture is one at least by its beginning. */
    private static Map<ThumbnailSize, byte[]> pictures(DataInputStream answers) throws IOException {
        Map<ThumbnailSize, byte[]> pictures = new EnumMap<>(ThumbnailSize.class);
        if (answers.readInt() != ThumbnailSize.values().length) throw new IOException("not all pictures");
        for (ThumbnailSize size : ThumbnailSize.values()) {
            int length = answers.readInt();
            if (length < 4 || length > MAX_PICTURE_BYTES) throw new IOException("a picture of " + length + " bytes");
            byte[] picture = answers.readNBytes(length);
            if (picture.length < length || ByteBuffer.wrap(picture).getInt() >>> 8 != JPEG)
                throw new IOException("no picture");
            pictures.put(size, picture);
        }
        return pictures;
    }

    private Reading start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + config.heap().asLongValue(),
                        "-XX:MaxMetaspaceSize=96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-Djava.awt.headless=true",
                        "-Djava.io.tmpdir=" + folder.toAbsolutePath(),
                        // What fonts there are is no document's, and stays.
                        "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        classPath(),
                        ReaderProgram.class.getName(),
                        "" + config.maxPages(),
                        "" + config.maxCharacters(),
                        "" + 2 * config.timeLimit().toSeconds(),
                        config.tesseract(),
                        config.ocrLanguages())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(ENVIRONMENT);
        Process process = builder.start();
        return new Reading(
                process,
                new DataOutputStream(process.getOutputStream()),
                new DataInputStream(new BufferedInputStream(process.getInputStream())));
    }

    private static String classPath() throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Set<String> places = new LinkedHashSet<>();
        for (String type : NEEDED) {
            String name = type.replace('.', '/') + ".class";
            URL found = loader.getResource(name);
            if (found != null) places.add(place(found, name));
        }
        return String.join(File.pathSeparator, places);
    }

    /** The archive or folder in which a class was found: {@code jar:file:/lib/a.jar!/a/B.class} or {@code file:/classes/a/B.class}. */
    private static String place(URL found, String name) throws IOException {
        String text = found.toString();
        int end = text.startsWith(JAR) ? text.indexOf("!/") : text.length() - name.length();
        if (end < 0) throw new IOException("no archive: " + found);
        return Path.of(URI.create(text.substring(text.startsWith(JAR) ? JAR.length() : 0, end)))
                .toString();
    }

    private static int exit(Process process) {
        try {
            return process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    boolean isRunning() {
        return reading != null;
    }

    /** Whatever it does just now. */
    @Override
    @PreDestroy
    public void close() {
        stop();
    }

    private void stop() {
        Reading now = reading;
        if (now != null) kill(now.process());
        reading = null;
    }
}
