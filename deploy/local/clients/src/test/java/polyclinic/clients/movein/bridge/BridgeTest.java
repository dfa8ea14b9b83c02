package polyclinic.clients.movein.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.BridgeReport.Count;
import polyclinic.clients.movein.mapping.ClinicFile;

class BridgeTest {
    @TempDir
    private Path root;

    private Path folder;
    private PatientsOfASuite suite;

    @BeforeEach
    void begin() throws IOException {
        begin("clinic");
    }

    private void begin(String name) throws IOException {
        folder = Files.createDirectory(root.resolve(name));
        suite = new PatientsOfASuite();
        for (String file : List.of("queue.json", "notes.json", "history.json")) write(file, "[]");
        write("patients.json", "[]");
        there(1, "phone", "9876500001");
        there(2, "phone", "9876500002");
        there(3, "phone", "9876500003");
    }

    @AfterEach
    void end() {
        suite.close();
    }

    @Test
    void wherever_it_is_killed_every_change_of_both_sides_arrives_once() throws IOException {
        boolean broken = true;
        for (int request = 0; broken; request++) {
            if (request > 0) {
                suite.close();
                begin("clinic-" + request);
            }
            settle();
            there(1, "phone", "9876500011");
            suite.change("PAT_2", "familyName", "Crossing");
            there(3, "phone", "9876500013");
            suite.change("PAT_3", "phone", "+919876500023");
            there(4, "phone", "9876500004");
            String own = suite.register("Zoe");
            suite.breakOff(request / 2, request % 2 == 0);

            broken = breaksOff();
            suite.mend();
            settle();

            assertThat(suite.count()).as("request %d", request).isEqualTo(5);
            assertThat(suite.patient("PAT_1").path("phone").asText()).isEqualTo("+919876500011");
            assertThat(suite.patient("PAT_1").path("version").asInt())
                    .as("changed once, request %d", request)
                    .isOne();
            assertThat(suite.patient("PAT_2").path("version").asInt()).isOne();
            assertThat(suite.patient("PAT_4").path("version").asInt()).isZero();
            assertThat(ids()).containsExactly("PAT_1", "PAT_2", "PAT_3", "PAT_4", "PAT_" + own);
            assertThat(record(2).path("name").asText()).endsWith(" Crossing");
            assertThat(record(3).path("phone").asText()).isEqualTo("+919876500023");
            try (Bridge bridge = open()) {
                assertThat(bridge.conflicts())
                        .as("request %d", request)
                        .extracting(conflict -> conflict.at("/file/phone").asText())
                        .containsExactly("9876500013");
            }
        }
    }

    @Test
    void what_the_old_program_writes_over_comes_back_and_what_it_changes_comes_in() throws IOException {
        settle();
        String stale = Files.readString(file());
        suite.change("PAT_2", "phone", "+919876500022");
        settle();
        assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");

        write("patients.json", stale);
        there(1, "name", "Ann Changed");
        settle();

        assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");
        assertThat(suite.patient("PAT_2").path("phone").asText()).isEqualTo("+919876500022");
        assertThat(suite.patient("PAT_1").path("familyName").asText()).isEqualTo("Changed");
    }

    @Test
    void a_name_without_a_blank_goes_out_as_it_is_shown_and_does_not_come_back() throws IOException {
        settle();
        suite.change("PAT_2", "givenName", "小明");
        suite.change("PAT_2", "familyName", "王");
        settle();
        assertThat(record(2).path("name").asText()).isEqualTo("王小明");

        // A program that does not know the parts writes the file without them.
        JsonNode all = JsonNodes.MAPPER.readTree(file().toFile());
        all.forEach(patient -> ((ObjectNode) patient).remove(List.of("given_name", "family_name")));
        write("patients.json", all.toPrettyString());
        settle();

        assertThat(suite.patient("PAT_2").path("givenName").asText()).isEqualTo("小明");
        assertThat(suite.patient("PAT_2").path("familyName").asText()).isEqualTo("王");
    }

    @Test
    void a_damaged_file_is_told_and_used_for_nothing_until_rollback_writes_it_whole() throws IOException {
        settle();
        suite.change("PAT_2", "phone", "+919876500022");
        write("patients.json", Files.readString(file()).substring(0, 150));

        try (Bridge bridge = open()) {
            BridgeReport report = bridge.round();
            assertThat(report.notices()).anyMatch(notice -> notice.startsWith("patients.json"));
            assertThat(Files.size(file())).isEqualTo(150);
            assertThat(bridge.status().isSame()).isFalse();

            bridge.rollBack();
            assertThat(bridge.status().isSame())
                    .as("%s", bridge.status().lines())
                    .isTrue();
        }
        assertThat(ids()).containsExactlyInAnyOrder("PAT_1", "PAT_2", "PAT_3");
        assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");
    }

    @Test
    void the_way_out_ends_when_both_are_the_same_and_not_before() throws IOException {
        settle();
        try (Bridge bridge = open()) {
            assertThat(bridge.cutOver().isSame()).isTrue();
            assertThat(bridge.isCutOver()).isTrue();
            suite.change("PAT_2", "phone", "+919876500022");
            there(1, "phone", "9876500011");
            for (int i = 0; i < 3; i++) bridge.round();

            assertThat(record(2).path("phone").asText()).isEqualTo("9876500002");
            assertThat(suite.patient("PAT_1").path("phone").asText()).isEqualTo("+919876500011");
            assertThat(bridge.status().of(ClinicFile.PATIENTS, Count.TO_GO_OUT)).isOne();

            bridge.rollBack();
            assertThat(bridge.isCutOver()).isFalse();
            assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");
        }
    }

    @Test
    void looking_changes_nothing_and_another_source_is_no_continuation() throws IOException {
        try (Bridge bridge = Bridge.look(place("old"), suite.api(), ZoneOffset.UTC)) {
            assertThat(bridge.status().of(ClinicFile.PATIENTS, Count.TO_COME_IN))
                    .isEqualTo(3);
        }
        assertThat(folder.resolve(".polyclinic-bridge")).doesNotExist();
        settle();

        assertThatThrownBy(() -> Bridge.open(place("another"), suite.api(), ZoneOffset.UTC))
                .isInstanceOf(CheckFailed.class)
                .hasMessageContaining("source");
    }

    @Test
    void a_first_reading_that_is_killed_again_and_again_goes_on_where_it_was() throws IOException {
        suite.feed(1);
        String first = suite.register("Zoe");
        suite.register("Max");
        suite.register("Eve");
        for (int killed = 0; killed < 2; killed++) {
            suite.breakOffAfterPages(1);
            try (Bridge bridge = open()) {
                assertThatThrownBy(bridge::round).isInstanceOf(CheckFailed.class);
            }
        }
        suite.changeOwn(first, "phone", "+919876500044");
        suite.breakOffAfterPages(Integer.MAX_VALUE);
        try (Bridge bridge = open()) {
            for (int i = 0; i < 10; i++) if (bridge.round().isQuiet()) break;
        }

        assertThat(suite.pagesRead()).startsWith("", "1", "2").doesNotHaveDuplicates();
        assertThat(Files.readString(file())).contains("PAT_" + first, "+919876500044");
        assertThat(ids()).hasSize(6);
        settle();
    }

    @Test
    void a_bridge_that_is_started_again_reads_what_has_changed_alone() throws IOException {
        suite.feed(2);
        settle();
        suite.pagesRead();
        suite.change("PAT_2", "phone", "+919876500022");
        String own = suite.register("Zoe");

        try (Bridge bridge = open()) {
            for (int i = 0; i < 10; i++) if (bridge.round().isQuiet()) break;
        }

        assertThat(suite.pagesRead()).isEmpty();
        assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");
        assertThat(ids()).containsExactly("PAT_1", "PAT_2", "PAT_3", "PAT_" + own);
    }

    /** With what was read before the kill the bridge would take the suite's own changes for the file's. */
    @Test
    void what_the_feed_cannot_tell_any_more_is_read_anew_before_anything_is_done() throws IOException {
        suite.feed(2);
        settle();
        suite.pagesRead();
        suite.change("PAT_2", "phone", "+919876500022");
        suite.register("Zoe");
        suite.forgetChanges();
        there(1, "phone", "9876500011");

        try (Bridge bridge = open()) {
            bridge.round();
        }

        assertThat(suite.pagesRead()).startsWith("", "2");
        assertThat(record(2).path("phone").asText()).isEqualTo("+919876500022");
        assertThat(suite.patient("PAT_1").path("phone").asText()).isEqualTo("+919876500011");
        settle();
    }

    @Test
    void without_a_feed_no_snapshot_is_kept_which_would_grow_with_each_reading() throws IOException {
        suite.feed(2);
        settle();
        Path snapshot = folder.resolve(".polyclinic-bridge").resolve("suite.ndjson");
        assertThat(snapshot).exists();
        suite.endFeed();
        there(1, "phone", "9876500011");

        settle();

        assertThat(snapshot).doesNotExist();
        assertThat(suite.patient("PAT_1").path("phone").asText()).isEqualTo("+919876500011");
    }

    @Test
    void what_was_written_of_a_snapshot_when_the_machine_failed_is_used_up_to_there() throws IOException {
        suite.feed(2);
        settle();
        Path snapshot = folder.resolve(".polyclinic-bridge").resolve("suite.ndjson");
        byte[] whole = Files.readAllBytes(snapshot);
        for (int length = whole.length; length >= 0; length -= 293) {
            Files.write(snapshot, Arrays.copyOf(whole, length));
            there(1, "phone", "98765" + (20000 + length));
            suite.change("PAT_2", "phone", "+9198765" + (30000 + length));

            settle();

            assertThat(suite.patient("PAT_1").path("phone").asText())
                    .as("%d bytes", length)
                    .endsWith(String.valueOf(20000 + length));
            assertThat(record(2).path("phone").asText())
                    .as("%d bytes", length)
                    .endsWith(String.valueOf(30000 + length));
        }
    }

    private boolean breaksOff() {
        try (Bridge bridge = open()) {
            for (int i = 0; i < 3; i++) bridge.round();
        } catch (CheckFailed killed) {
            return true;
        }
        return suite.hasBrokenOff();
    }

    /** As the next start finds it: rounds until nothing is left to be done. */
    private void settle() {
        try (Bridge bridge = open()) {
            for (int i = 0; i < 10; i++) if (bridge.round().isQuiet()) break;
            BridgeReport last = bridge.status();
            assertThat(last.isSame()).as("%s", last.lines()).isTrue();
        }
    }

    private Bridge open() {
        return Bridge.open(place("old"), suite.api(), ZoneOffset.UTC);
    }

    private Bridge.Place place(String source) {
        return new Bridge.Place(folder, source, ZoneOffset.UTC, "http://suite");
    }

    private Path file() {
        return folder.resolve("patients.json");
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        JsonNodes.MAPPER
                .readTree(file().toFile())
                .forEach(patient -> ids.add(patient.path("patient_id").asText()));
        return ids;
    }

    private JsonNode record(int number) throws IOException {
        for (JsonNode patient : JsonNodes.MAPPER.readTree(file().toFile()))
            if (patient.path("patient_id").asText().equals("PAT_" + number)) return patient;
        throw new AssertionError(number);
    }

    private void there(int number, String member, String value) throws IOException {
        JsonNode all = JsonNodes.MAPPER.readTree(file().toFile());
        for (JsonNode patient : all)
            if (patient.path("patient_id").asText().equals("PAT_" + number)) {
                ((ObjectNode) patient).put(member, value);
                write("patients.json", all.toPrettyString());
                return;
            }
        ObjectNode patient = JsonNodes.object(
                "patient_id",
                "PAT_" + number,
                "name",
                "Ann " + number,
                "created_at",
                "2024-11-08T10:00:00",
                member,
                value);
        ((ArrayNode) all).add(patient);
        write("patients.json", all.toPrettyString());
    }

    /** Written some time ago, so that nobody waits for it to come to rest. */
    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            Files.setLastModifiedTime(
                    folder.resolve(name), FileTime.from(Instant.now().minusSeconds(9)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
