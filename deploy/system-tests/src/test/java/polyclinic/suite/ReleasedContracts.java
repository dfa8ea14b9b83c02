package polyclinic.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;

/**
 * The contracts of the last release (tag {@code v*}) against those of now: clients that were made for it go on working. What it
 * called deprecated may be gone from the day of its {@code x-sunset}.
 */
final class ReleasedContracts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "contracts/openapi/";

    private final Path repository;
    private final LocalDate today;

    ReleasedContracts(Path repository, LocalDate today) {
        this.repository = repository;
        this.today = today;
    }

    /** Returns the contracts that clients of the last release would find broken; none before the first release. */
    List<String> broken() throws IOException, InterruptedException {
        String release =
                git("describe", "--tags", "--abbrev=0", "--match", "v*").strip();
        List<String> broken = new ArrayList<>();
        if (release.isEmpty()) return broken;
        for (String name :
                git("ls-tree", "--name-only", release, FOLDER).lines().toList()) {
            Path now = repository.resolve(name);
            String then = JSON.writeValueAsString(withoutTheEnded(JSON.readTree(git("show", release + ":" + name))));
            if (!Files.exists(now)
                    || !OpenApiCompare.fromContents(then, Files.readString(now)).isCompatible())
                broken.add(name + " since " + release);
        }
        return broken;
    }

    private JsonNode withoutTheEnded(JsonNode contract) {
        contract.path("paths").forEach(path -> path.properties().removeIf(operation -> hasEnded(operation.getValue())));
        return contract;
    }

    private boolean hasEnded(JsonNode operation) {
        String sunset = operation.path("x-sunset").asText();
        return operation.path("deprecated").asBoolean()
                && !sunset.isEmpty()
                && !LocalDate.parse(sunset).isAfter(today);
    }

    /** Returns what git says, nothing when it fails. */
    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 ? text : "";
    }
}
