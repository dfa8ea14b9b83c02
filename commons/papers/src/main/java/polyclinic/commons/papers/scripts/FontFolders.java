package polyclinic.commons.papers.scripts;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The font files in some folders, by name. No file is opened: a machine may have thousands. */
final class FontFolders {
    private static final int MAX_DEPTH = 6;
    private static final int MAX_FILES = 50_000;

    private final Map<String, Path> files = new HashMap<>();

    FontFolders(List<Path> folders) {
        folders.stream().filter(Files::isDirectory).forEach(this::read);
    }

    private void read(Path folder) {
        try (Stream<Path> found = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            found.limit(MAX_FILES)
                    .forEach(file ->
                            files.putIfAbsent(file.getFileName().toString().toLowerCase(Locale.ROOT), file));
        } catch (IOException | UncheckedIOException e) {
            Log.warnf("cannot read the fonts in %s: %s", folder, e.getMessage());
        }
    }

    Optional<Path> named(String name) {
        return Optional.ofNullable(files.get(name.toLowerCase(Locale.ROOT)));
    }
}
