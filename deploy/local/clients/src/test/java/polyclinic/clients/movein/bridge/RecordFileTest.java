package polyclinic.clients.movein.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * The other program's files: read whole or not at all, written whole in the shape that they have, and never over what that program
 * writes.
 */
class RecordFileTest {
    private static final String TWO = """
            [
                {
                    "patient_id": "PAT_1",
                    "name": "Ann Lee",
                    "age": "45 yrs",
                    "gender": "Female",
                    "fee": 1.50,
                    "ward": {"bed": 3}
                },
                {"patient_id": "PAT_2", "name": "Bo"}
            ]
            """;

    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_being_written_is_read_when_it_is_whole() throws IOException {
        write(TWO.substring(0, 60));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            pause();
            write(TWO.substring(0, 90));
            pause();
            write(TWO);
        });

        RecordFile read = read();

        other.join();
        assertThat(read.damage()).isNull();
        assertThat(read.records()).containsOnlyKeys("PAT_1", "PAT_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[{\"patient_id\":\"PAT_1\"", "[]]", "[{\"a\":1,\"a\":2}]", "7"})
    void a_file_that_stays_damaged_is_told_and_nothing_of_it_is_used(String text) throws IOException {
        writeLongAgo(text);

        RecordFile read = read();

        assertThat(read.damage()).isNotNull();
        assertThat(read.records()).isEmpty();
    }

    @Test
    void what_the_other_program_writes_meanwhile_is_not_written_over() throws IOException {
        write(TWO);
        RecordFile read = read();
        String theirs = TWO.replace("Bo", "Bob");

        boolean done = read.replace("[]".getBytes(), () -> write(theirs), aside());

        assertThat(done).isFalse();
        assertThat(Files.readString(path())).isEqualTo(theirs);
        assertThat(folder).isDirectoryContaining("glob:**patients.json");
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void the_former_file_is_kept_and_the_new_one_has_its_rights() throws IOException {
        write(TWO);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-r--"));
        RecordFile read = read();

        assertThat(read.replace("[]".getBytes(), () -> {}, aside())).isTrue();

        assertThat(path()).hasContent("[]");
        assertThat(aside()).hasContent(TWO);
        assertThat(Files.getPosixFilePermissions(path())).hasSize(5);
    }

    @Test
    void a_field_is_written_in_the_way_of_the_record_and_all_else_stays_as_it_is() throws IOException {
        write(TWO);
        RecordTree tree = read().tree();
        ObjectNode record = tree.find("PAT_1").get(0);
        ObjectNode shaped = JsonNodes.object(
                "name", "Anna Lee", "gender", "M", "age", 46, "phone", "+911234567890", "updated_at", "now");

        for (String field : new String[] {"name", "gender", "birth", "phone"})
            RecordFields.write(ClinicFile.PATIENTS, MoveTarget.PATIENT, field, shaped, record);

        String text = new String(tree.bytes(), StandardCharsets.UTF_8);
        JsonNode json = JsonNodes.MAPPER.readTree(text).path(0);
        assertThat(json.path("name").asText()).isEqualTo("Anna Lee");
        assertThat(json.path("gender").asText()).isEqualTo("Male");
        assertThat(json.path("age").asText()).isEqualTo("46");
        assertThat(json.path("phone").asText()).isEqualTo("+911234567890");
        assertThat(json.has("updated_at")).isFalse();
        assertThat(text).contains("1.50", "\n    {\n        \"patient_id\"", "\"bed\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"PAT_9\":[{\"note_id\":\"NOTE_9\",\"content\":{\"text\":\"x\"}}]}",
                "{\"notes\":[{\"note_id\":\"NOTE_9\",\"patient_id\":\"PAT_9\"}],\"version\":3}",
                "{\"NOTE_9\":{\"note_id\":\"NOTE_9\",\"patient_id\":\"PAT_9\"}}"
            })
    void a_record_is_added_and_taken_out_in_whatever_shape_a_file_has(String text) throws IOException {
        Files.writeString(folder.resolve("notes.json"), text);
        RecordTree tree = RecordTree.of(ClinicFile.NOTES, text.getBytes());

        tree.add("NOTE_1", "PAT_1", JsonNodes.object("note_id", "NOTE_1", "patient_id", "PAT_1", "type", "manual"));
        RecordTree again = RecordTree.of(ClinicFile.NOTES, tree.bytes());
        assertThat(again.find("NOTE_1")).hasSize(1);
        assertThat(again.shape())
                .isEqualTo(RecordTree.of(ClinicFile.NOTES, text.getBytes()).shape());

        again.remove("NOTE_1");
        RecordTree without = RecordTree.of(ClinicFile.NOTES, again.bytes());
        assertThat(without.find("NOTE_1")).isEmpty();
        assertThat(without.find("NOTE_9")).hasSize(text.contains("NOTE_9") ? 1 : 0);
        assertThat(text.contains("version")).isEqualTo(new String(again.bytes()).contains("version"));
    }

    @Test
    void what_a_damaged_file_has_of_whole_records_is_salvaged() throws IOException {
        writeLongAgo(TWO.substring(0, TWO.length() - 6));
        RecordFile read = read();

        assertThat(read.damage()).isNotNull();
        assertThat(read.salvaged("by-id").find("PAT_1")).hasSize(1);
        assertThat(read.salvaged("by-id").shape()).isEqualTo("by-id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notes    | [{\"note_id\":\"NOTE_1\",\"patient_id\":\"PAT_1\"}, {\"note_                          | list",
                "notes    | {\"PAT_1\" : [ {\"note_id\":\"NOTE_1\",\"patient_id\":\"PAT_1\"}, {\"note_               | by-patient",
                "notes    | {\"NOTE_1\": {\"note_id\":\"NOTE_1\",\"patient_id\":\"PAT_1\"}, \"NOTE_2\": {\"no      | by-id",
                "patients | {\"PAT_1\": {\"patient_id\":\"PAT_1\",\"name\":\"A\"}, \"PAT_2\": {\"pat               | by-id",
                "notes    | {\"notes\": [{\"note_id\":\"NOTE_1\",\"patient_id\":\"PAT_1\"}, {\"note_               | list",
            })
    void what_nobody_has_seen_whole_is_salvaged_in_the_shape_that_it_begins_with(String kind, String text, String shape)
            throws IOException {
        ClinicFile file = ClinicFile.valueOf(kind.toUpperCase(Locale.ROOT));
        Path path = folder.resolve(file.fileName());
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        RecordFile read = RecordFile.read(folder, file, null);

        assertThat(read.damage()).isNotNull();
        RecordTree salvaged = read.salvaged("");
        assertThat(salvaged.shape()).isEqualTo(shape);
        assertThat(salvaged.find(file == ClinicFile.NOTES ? "NOTE_1" : "PAT_1")).hasSize(1);
        RecordTree again = RecordTree.of(file, salvaged.bytes());
        assertThat(again.shape()).isEqualTo(shape);
    }

    @Test
    void records_of_one_id_that_say_different_things_are_left_alone() {
        write("[{\"patient_id\":\"PAT_1\",\"name\":\"A\"},{\"patient_id\":\"PAT_1\",\"name\":\"B\"}]");
        RecordFile read = read();

        assertThat(read.records()).isEmpty();
        assertThat(read.isUndecided("PAT_1")).isTrue();
        assertThat(read.refusals()).hasSize(2);
    }

    private RecordFile read() {
        return RecordFile.read(folder, ClinicFile.PATIENTS, null);
    }

    private Path path() {
        return folder.resolve("patients.json");
    }

    private Path aside() throws IOException {
        return Files.createDirectories(folder.resolveSibling("aside-" + folder.getFileName()))
                .resolve("former");
    }

    private void write(String text) {
        try {
            Files.writeString(path(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeLongAgo(String text) throws IOException {
        write(text);
        Files.setLastModifiedTime(path(), FileTime.from(Instant.now().minusSeconds(9)));
    }

    private static void pause() {
        try {
            Thread.sleep(120);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
