package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.Bridge;
import polyclinic.clients.movein.bridge.BridgeReport;
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
    void changes_of_both_worlds_cross_the_bridge_once_though_it_is_killed_until_one_of_them_ends() throws Exception {
        Clinic clinic = Suite.clinic();
        String source = "bridge-" + folder.getFileName();
        SampleFiles.write(folder, 24, 3, false, LocalDate.now(ZoneOffset.UTC));
        Path patients = folder.resolve("patients.json");
        killTheBridgeOnceItHasBegun(source);
        Bridge.Place place = new Bridge.Place(folder, source, ZoneOffset.UTC, clinic.gateway());
        String added;
        try (Bridge bridge = Bridge.open(place, clinic.importer(), ZoneOffset.UTC)) {
            settle(bridge);
            assertThat(bridge.status().isSame())
                    .as("%s", bridge.status().lines())
                    .isTrue();
            for (int i = 0; i < 24; i++)
                assertThat(here(clinic, source, id(patients, i)).size())
                        .as("stored once")
                        .isOne();

            // One change on each side, of one patient: both are kept.
            String both = id(patients, 0);
            changeThere(patients, both, "phone", "9876500001");
            changeHere(clinic, source, both, "familyName", "Crossing");
            settle(bridge);
            assertThat(here(clinic, source, both).at("/0/phone").asText()).isEqualTo("+919876500001");
            assertThat(there(patients, both).path("name").asText()).endsWith(" Crossing");
            assertThat(there(patients, both).path("phone").asText()).isEqualTo("9876500001");

            // The same field on both sides: the suite's counts, the other is kept.
            String contested = id(patients, 1);
            changeThere(patients, contested, "phone", "9876500002");
            changeHere(clinic, source, contested, "phone", "+919876500003");
            settle(bridge);
            assertThat(there(patients, contested).path("phone").asText()).isEqualTo("+919876500003");
            assertThat(here(clinic, source, contested).at("/0/phone").asText()).isEqualTo("+919876500003");
            // A UHID may be another clinic's where an earlier run left its patients.
            assertThat(bridge.conflicts())
                    .filteredOn(conflict -> !conflict.path("field").asText().equals("uhid"))
                    .singleElement()
                    .satisfies(conflict -> {
                        assertThat(conflict.path("id").asText()).isEqualTo(contested);
                        assertThat(conflict.at("/file/phone").asText()).isEqualTo("9876500002");
                    });

            // A text that was corrected there takes the place of the former, and what was written here goes there.
            String patientHere = here(clinic, source, both).at("/0/id").asText();
            int entries =
                    clinic.importer().all("/history?patientId=" + patientHere).size();
            correctHistory(both);
            added = clinic.as("admin")
                    .post(
                            "/history",
                            JsonNodes.object(
                                    "patientId", patientHere,
                                    "type", "diagnosis",
                                    "date", "2026-01-05",
                                    "content", JsonNodes.object("diagnoses", List.of("Crossing")),
                                    "source", "manual"))
                    .expect(201)
                    .text("id");
            settle(bridge);
            assertThat(clinic.importer().all("/history?patientId=" + patientHere))
                    .hasSize(entries + 1);
            assertThat(clinic.importer()
                            .all("/history?patientId=" + patientHere)
                            .toString())
                    .contains("corrected there");
            assertThat(Files.readString(folder.resolve("history.json"))).contains("HIST_" + added, "corrected there");
            assertThat(bridge.status().isSame())
                    .as("%s", bridge.status().lines())
                    .isTrue();
        }

        assertThat(Suite.run("bridge", "cutover", folder.toString())).contains("the way out has ended");

        String late = id(patients, 2);
        changeHere(clinic, source, late, "phone", "+919876500004");
        Files.writeString(patients, Files.readString(patients).substring(0, 500));
        assertThat(Suite.run("bridge", "rollback", folder.toString())).contains("conflicts kept");
        assertThat(there(patients, late).path("phone").asText()).isEqualTo("+919876500004");
        assertThat(JsonNodes.MAPPER.readTree(patients.toFile()).findValuesAsText("patient_id"))
                .doesNotHaveDuplicates()
                .hasSize(clinic.importer().all("/patients").size());

        // What was withdrawn is in no file that is written after that, and its history is kept.
        clinic.as("admin")
                .post("/history/" + added + "/entered-in-error", JsonNodes.object("reason", "of the bed beside"))
                .expect(200);
        Path export = folder.resolve("export");
        Suite.run("export", "json", export.toString(), "--source", source, "--zone", "Z");
        assertThat(Files.readString(export.resolve("history.json")))
                .contains("corrected there")
                .doesNotContain("HIST_" + added);
        assertThat(clinic.as("admin")
                        .get("/history/" + added)
                        .expect(200)
                        .json()
                        .has("enteredInError"))
                .isTrue();
    }

    /** patient-service is asked in each one's name, by the roles that the gateway knows. */
    @Test
    void whoever_may_follow_the_feed_is_answered_when_there_is_a_patient_in_it() {
        Clinic clinic = Suite.clinic();
        String place = clinic.importer().get("/changes").expect(200).text("next");
        clinic.as("reception")
                .post(
                        "/patients?confirmDistinct=true",
                        JsonNodes.object("givenName", "Ada", "familyName", "Followed", "sex", "female"))
                .expect(201);

        Poller.until(
                Duration.ofSeconds(30),
                () -> {
                    JsonNode items = changes(clinic.importer(), place);
                    return items.isEmpty() ? null : items;
                },
                () -> "the feed does not tell the importer of a new patient");
        for (String user :
                List.of("reception", "nurse", "doctor", "pharmacist", "lab", "cashier", "auditor", "patient", "admin"))
            changes(clinic.as(user), place);
    }

    private static JsonNode changes(ApiClient who, String place) {
        return who.get("/changes?after=" + place).expect(200).json().path("items");
    }

    private void killTheBridgeOnceItHasBegun(String source) throws IOException, InterruptedException {
        Process process = Suite.command("bridge", folder.toString(), "--source", source, "--zone", "Z")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path journal = folder.resolve(".polyclinic-bridge/state.ndjson");
        Poller.until(
                Duration.ofMinutes(2),
                () -> lines(journal) > 10 ? journal : null,
                () -> "the bridge has not begun to bring in records");
        kill(process);
    }

    /** Until all of it is gone: what it had locked is free then. */
    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        for (ProcessHandle child : started) child.onExit().join();
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was changed here is told by the feed, a moment later. */
    private static void settle(Bridge bridge) {
        Poller.until(
                Duration.ofSeconds(30),
                () -> {
                    BridgeReport report = bridge.round();
                    return report.isQuiet()
                                    && bridge.round().isQuiet()
                                    && bridge.status().isSame()
                            ? report
                            : null;
                },
                () -> "both sides are not the same: " + bridge.status().lines());
    }

    private static JsonNode here(Clinic clinic, String source, String id) {
        return clinic.importer()
                .get("/patients?externalId=" + ApiClient.encode(source + "|" + id))
                .expect(200)
                .json()
                .path("items");
    }

    private static void changeHere(Clinic clinic, String source, String id, String member, String value) {
        String own = here(clinic, source, id).at("/0/id").asText();
        ApiResponse read = clinic.as("reception").get("/patients/" + own).expect(200);
        clinic.as("reception")
                .patch("/patients/" + own, read.etag(), JsonNodes.object(member, value))
                .expect(200);
    }

    private static String id(Path patients, int number) throws IOException {
        return JsonNodes.MAPPER
                .readTree(patients.toFile())
                .path(number)
                .path("patient_id")
                .asText();
    }

    private static JsonNode there(Path patients, String id) throws IOException {
        for (JsonNode patient : JsonNodes.MAPPER.readTree(patients.toFile()))
            if (patient.path("patient_id").asText().equals(id)) return patient;
        throw new AssertionError(id + " is not in the file");
    }

    /** As the other program does it: reads all, writes all. */
    private static void changeThere(Path patients, String id, String member, String value) throws IOException {
        JsonNode all = JsonNodes.MAPPER.readTree(patients.toFile());
        for (JsonNode patient : all)
            if (patient.path("patient_id").asText().equals(id)) ((ObjectNode) patient).put(member, value);
        Files.writeString(patients, all.toPrettyString());
    }

    private void correctHistory(String patient) throws IOException {
        Path file = folder.resolve("history.json");
        JsonNode all = JsonNodes.MAPPER.readTree(file.toFile());
        for (JsonNode entry : all)
            if (entry.path("patient_id").asText().equals(patient)) {
                ((ObjectNode) entry).withObject("/content").put("notes", "corrected there");
                Files.writeString(file, all.toPrettyString());
                return;
            }
        throw new AssertionError("no history of " + patient);
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
