package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.movein.samples.SampleFiles;

class MoveInIT {
    private static final int PATIENTS = 60;

    @TempDir
    private Path folder;

    @Test
    void a_clinic_with_damaged_files_comes_in_once_though_the_import_is_killed_and_reads_back_the_same()
            throws Exception {
        Suite.clinic();
        SampleFiles.Written written = SampleFiles.write(folder, PATIENTS, 1, true, LocalDate.now(ZoneOffset.UTC));
        int patients = written.patients() - written.lost();
        killInTheMiddle();

        JsonNode second = imported();
        JsonNode third = imported();

        JsonNode kinds = second.path("kinds");
        assertThat(kinds.at("/patients/there").asInt())
                .as("the killed import's")
                .isPositive();
        assertThat(kinds.at("/patients/stored").asInt()
                        + kinds.at("/patients/there").asInt())
                .isEqualTo(patients);
        assertThat(kinds.at("/queue/stored").asInt() + kinds.at("/queue/there").asInt())
                .isEqualTo(patients);
        assertThat(kinds.at("/history/stored").asInt()
                        + kinds.at("/history/there").asInt())
                .isEqualTo(patients);
        assertThat(second.path("differences")).isEmpty();
        assertThat(kinds.at("/patients/compared").asInt()).isEqualTo(patients);
        // Lost for good: damaged records of patients, and what belongs to them.
        assertThat(second.path("refused")).isNotEmpty();
        for (String kind : new String[] {"patients", "queue", "notes", "history"})
            assertThat(third.at("/kinds/" + kind + "/stored").asInt()).as(kind).isZero();
        assertThat(third.path("differences")).isEmpty();
    }

    private void killInTheMiddle() throws IOException, InterruptedException {
        Process process = command().redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null && !line.contains("patients stored: 1")) {}
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private JsonNode imported() throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        Path progress = folder.resolve("progress.txt");
        int code = command("--json")
                .redirectErrorStream(false)
                .redirectOutput(report.toFile())
                .redirectError(progress.toFile())
                .start()
                .waitFor();
        assertThat(code).as("%s", Files.readString(progress)).isEqualTo(1);
        return new ObjectMapper().readTree(report.toFile());
    }

    private ProcessBuilder command(String... more) {
        String[] words = new String[5 + more.length];
        words[0] = "import";
        words[1] = "json";
        words[2] = folder.toString();
        words[3] = "--source";
        words[4] = "old-" + folder.getFileName();
        System.arraycopy(more, 0, words, 5, more.length);
        return Suite.command(words);
    }
}
