package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import polyclinic.clients.Clinic;
import polyclinic.clients.Json;
import polyclinic.clients.Wrong;

/** Memory and start time of every process, as {@code ./polyclinic status --json} tells them. */
final class Processes {
    private Processes() {}

    static JsonNode status(Clinic clinic) {
        Path command = Path.of(clinic.require("POLYCLINIC_ROOT"), "polyclinic");
        try {
            Process process = new ProcessBuilder(command.toString(), "status", "--json")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            JsonNode status = Json.parse(process.getInputStream().readAllBytes());
            process.waitFor();
            if (status == null || !status.has("components")) throw new Wrong(command + " status --json says nothing");
            return status;
        } catch (IOException e) {
            throw new Wrong("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }
}
