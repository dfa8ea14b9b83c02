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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.http.JsonNodes;
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

    @Test
    void resources_of_a_folder_and_of_ndjson_come_in_once_and_are_counted_by_the_second() throws Exception {
        Suite.clinic();
        Path ward = Files.createDirectory(folder.resolve("bulk"));
        Files.writeString(ward.resolve("Patient.ndjson"), patient("a") + "\n" + patient("b") + "\n");
        Files.writeString(ward.resolve("Observation.ndjson"), observation("1", "a") + "\n" + observation("2", "b"));
        Path bundle = folder.resolve("bundle.json");
        Files.writeString(
                bundle,
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":" + patient("c")
                        + "},{\"resource\":" + observation("3", "c") + "}]}");

        JsonNode first = fhir(ward, bundle);
        JsonNode second = fhir(ward, bundle);

        assertThat(first.path("resourceCount").asInt()).isEqualTo(6);
        assertThat(first.path("resourcesPerSecond").asDouble()).isPositive();
        assertThat(first.path("patients")).hasSize(3);
        assertThat(created(first)).isEqualTo(6);
        assertThat(created(second)).isZero();
    }

    private JsonNode fhir(Path... paths) throws IOException, InterruptedException {
        Path report = folder.resolve("fhir.json");
        Path progress = folder.resolve("fhir.txt");
        int code = Suite.command("import", "fhir", paths[0].toString(), paths[1].toString(), "--json")
                .redirectErrorStream(false)
                .redirectOutput(report.toFile())
                .redirectError(progress.toFile())
                .start()
                .waitFor();
        assertThat(code).as("%s", Files.readString(progress)).isZero();
        return JsonNodes.MAPPER.readTree(report.toFile());
    }

    private static int created(JsonNode report) {
        int created = 0;
        for (JsonNode patient : report.path("patients"))
            for (JsonNode type : patient.path("resources"))
                created += type.path("new").asInt();
        return created;
    }

    private String patient(String id) {
        return """
                {"resourceType":"Patient","id":"%1$s","name":[{"given":["Ada"],"family":"Of %2$s %1$s"}],\
                "birthDate":"1970-01-01","gender":"female","identifier":[{"system":"urn:bulk","value":"%2$s-%1$s"}]}""".formatted(id, folder.getFileName());
    }

    private static String observation(String id, String patient) {
        return """
                {"resourceType":"Observation","id":"o%s","status":"final","subject":{"reference":"Patient/%s"},\
                "code":{"coding":[{"system":"http://loinc.org","code":"8310-5","display":"Body temperature"}]},\
                "effectiveDateTime":"2020-05-01T10:00:00Z","valueQuantity":{"value":37.5,"unit":"Cel",\
                "system":"http://unitsofmeasure.org","code":"Cel"}}""".formatted(id, patient);
    }

    private void killInTheMiddle() throws IOException, InterruptedException {
        Process process = command().redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null && !line.contains("patients stored: 1")) {}
        }
        kill(process);
    }

    /** Until all of it is gone: what it had locked is free then. */
    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        for (ProcessHandle child : started) child.onExit().join();
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
