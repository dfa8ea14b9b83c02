package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.JsonNodes;

/** Memory and start time of every process, as {@code ./polyclinic status --json} reports them. */
final class ProcessStatus {
    private ProcessStatus() {}

    static JsonNode read(Clinic clinic) {
        Path command = Path.of(clinic.require("POLYCLINIC_ROOT"), "polyclinic");
        try {
            Process process = new ProcessBuilder(command.toString(), "status", "--json")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            JsonNode status = JsonNodes.parse(process.getInputStream().readAllBytes());
            process.waitFor();
            if (status == null || !status.has("components"))
                throw new CheckFailed(command + " status --json says nothing");
            return status;
        } catch (IOException e) {
            throw new CheckFailed("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
