package polyclinic.local.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import polyclinic.local.settings.Settings;

/** The files in deploy/keycloak. */
final class RealmFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Settings.of(Map.of()).root().resolve("deploy/keycloak");

    private RealmFiles() {}

    static Path production() {
        return FOLDER.resolve("polyclinic-realm.json");
    }

    static JsonNode productionRealm() {
        return read(production());
    }

    static RealmOverlay overlay() {
        return new RealmOverlay(read(FOLDER.resolve("local-overlay.json")));
    }

    static Path local() {
        return FOLDER.resolve("realm.json");
    }

    static JsonNode localRealm() {
        return read(local());
    }

    static String readme() {
        return text(FOLDER.resolve("README.md"));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
