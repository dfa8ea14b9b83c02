package polyclinic.asset.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tesseract, where it is installed. */
final class Ocr {
    private final @Nullable Path program;
    private final String languages;
    private final int maxBytes;

    /**
     * @param program its name on the PATH, or its path
     * @param languages as Tesseract takes them: {@code eng+hin}
     */
    Ocr(String program, String languages, int maxCharacters) {
        this.program = find(program);
        this.languages = languages;
        this.maxBytes = 4 * maxCharacters;
    }

    private static @Nullable Path find(String program) {
        String path = System.getenv("PATH");
        Stream<Path> places = program.contains("/")
                ? Stream.of(Path.of(program))
                : Stream.of(path == null ? new String[0] : path.split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, program));
        return places.filter(Files::isExecutable).findFirst().orElse(null);
    }

    boolean isInstalled() {
        return program != null;
    }

    /** The text of a picture. Whoever ends this process ends Tesseract with it. */
    String read(Path picture) throws IOException {
        if (program == null) return "";
        Process process = new ProcessBuilder(program.toString(), picture.toString(), "stdout", "-l", languages)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        try (InputStream text = process.getInputStream()) {
            String read = new String(text.readNBytes(maxBytes), StandardCharsets.UTF_8);
            process.destroy();
            return read;
        }
    }
}
