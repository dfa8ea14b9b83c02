package polyclinic.clients.movein.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every whole record of a damaged file is read, and what is not whole is told with its line. */
class RecordScannerTest {
    private final List<ScannedRecord> records = new ArrayList<>();
    private final List<FileDamage> damages = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"patient_id\":\"A\",\"name\":\"x\"},{\"patient_id\":\"B\"},{\"patient_id\":\"C\"}]",
                "{\"A\":{\"patient_id\":\"A\",\"age\":1},\"B\":{\"patient_id\":\"B\"},\"C\":{\"patient_id\":\"C\"}}",
                "{\"A\":[{\"patient_id\":\"A\"},{\"patient_id\":\"B\"}],\"C\":[{\"patient_id\":\"C\"}]}",
                "{\"patients\":[{\"patient_id\":\"A\"},{\"patient_id\":\"B\"},{\"patient_id\":\"C\"}]}",
                "{\"patients\": {\"A\":{\"patient_id\":\"A\"},\"B\":{\"patient_id\":\"B\"},\"C\":{\"patient_id\":\"C\"}}}",
                "\uFEFF[{\"patient_id\":\"A\"}, {\"patient_id\":\"B\"}, {\"patient_id\":\"C\",\"content\":{\"a\":{\"b\":[1e5,null]}}}]"
            })
    void a_whole_file_of_any_shape_is_read_whole(String text) throws IOException {
        scan(text);

        assertThat(ids()).containsExactly("A", "B", "C");
        assertThat(damages).isEmpty();
    }

    @Test
    void an_empty_list_is_no_damage() throws IOException {
        scan("[]");
        scan(" {} ");

        assertThat(records).isEmpty();
        assertThat(damages).isEmpty();
    }

    @Test
    void a_record_knows_its_line_and_the_member_that_it_stands_under() throws IOException {
        scan("{\n\"P\": [\n{\"note_id\":\"A\"},\n{\"note_id\":\"B\"}\n]}");

        assertThat(records).extracting(ScannedRecord::line).containsExactly(3, 4);
        assertThat(records).extracting(ScannedRecord::key).containsOnly("P");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"B\"},\n{\"patient_id\":\"X\",\"na",
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"B\"},\n{\"patient_id\":\"X\",\"name\":\"y\"",
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"B\"},\n{",
            })
    void of_a_file_that_is_cut_off_the_last_record_alone_is_lost(String text) throws IOException {
        scan(text);

        assertThat(ids()).containsExactly("A", "B");
        assertThat(damages)
                .filteredOn(FileDamage::isLoss)
                .extracting(FileDamage::line)
                .containsExactly(3);
        assertThat(damages)
                .anyMatch(damage -> !damage.isLoss() && damage.reason().contains("cut off"));
    }

    @Test
    void a_file_that_is_cut_between_records_loses_nothing_and_says_so() throws IOException {
        scan("[{\"patient_id\":\"A\"},");

        assertThat(ids()).containsExactly("A");
        assertThat(damages).extracting(FileDamage::isLoss).containsExactly(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // in a text, then a new line
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"name\":\"Jo\n{\"patient_id\":\"B\"}]",
                // in a text, and the next follows at once
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"name\":\"Jo{\"patient_id\":\"B\"}]",
                // before a value
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"name\":{\"patient_id\":\"B\"}]",
                // in a number
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"age\":4\n{\"patient_id\":\"B\"}]",
                // in a name of a member
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"na{\"patient_id\":\"B\"}]",
                // zeros of a crash
                "[{\"patient_id\":\"A\"},\n{\"patient_id\":\"X\",\"name\":\u0000\u0000\u0000\n{\"patient_id\":\"B\"}]",
            })
    void a_record_that_is_written_half_takes_none_with_it(String text) throws IOException {
        scan(text);

        assertThat(ids()).containsExactly("A", "B");
        assertThat(damages)
                .filteredOn(FileDamage::isLoss)
                .extracting(FileDamage::line)
                .containsExactly(2);
    }

    @Test
    void a_file_that_was_written_twice_is_read_on() throws IOException {
        scan("[{\"patient_id\":\"A\"}]\n[{\"patient_id\":\"A\"},{\"patient_id\":\"B\"}]");

        assertThat(ids()).containsExactly("A", "A", "B");
        assertThat(damages).extracting(FileDamage::isLoss).containsExactly(false);
    }

    @Test
    void the_end_of_a_longer_version_behind_a_shorter_one_is_told_and_gives_no_record_of_its_own() throws IOException {
        scan("[{\"patient_id\":\"A\"}]\"x\", \"age\": 4, \"content\": {\"a\": 1}},\n{\"patient_id\":\"B\"}]");

        assertThat(ids()).containsExactly("A", "B");
        assertThat(damages).noneMatch(FileDamage::isLoss).isNotEmpty();
    }

    @Test
    void bytes_of_another_encoding_are_read_and_their_record_says_so() throws IOException {
        byte[] legacy = "[{\"patient_id\":\"A\",\"name\":\"José\"},".getBytes(Charset.forName("windows-1252"));
        byte[] utf8 = "{\"patient_id\":\"B\",\"name\":\"Zoë 😀\"}]".getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[legacy.length + utf8.length];
        System.arraycopy(legacy, 0, both, 0, legacy.length);
        System.arraycopy(utf8, 0, both, legacy.length, utf8.length);

        scan(both);

        assertThat(records)
                .extracting(record -> record.json().path("name").asText())
                .containsExactly("José", "Zoë 😀");
        assertThat(records).extracting(ScannedRecord::reencoded).containsExactly(true, false);
    }

    @Test
    void a_file_of_utf_16_is_read() throws IOException {
        scan("\uFEFF[{\"patient_id\":\"A\",\"name\":\"राम\"}]".getBytes(StandardCharsets.UTF_16LE));

        assertThat(records)
                .extracting(record -> record.json().path("name").asText())
                .containsExactly("राम");
    }

    @Test
    void a_member_that_is_there_twice_is_no_record() throws IOException {
        scan("[{\"patient_id\":\"A\",\"age\":1,\"age\":2},{\"patient_id\":\"B\"}]");

        assertThat(ids()).containsExactly("B");
        assertThat(damages).extracting(FileDamage::isLoss).containsExactly(true);
    }

    @Test
    void wherever_a_file_is_cut_every_record_before_it_is_read_and_nothing_fails() throws IOException {
        String record = "{\"patient_id\":\"%s\",\"name\":\"Zoë \\\"Q\\\"\",\"content\":{\"a\":[1,{\"b\":null}]}}";
        String whole = "[\n" + String.format(record, "A") + ",\n" + String.format(record, "B") + "\n]\n";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        int firstEnds = String.format("[\n" + record, "A").getBytes(StandardCharsets.UTF_8).length;
        for (int length = 0; length < bytes.length; length++) {
            records.clear();
            scan(Arrays.copyOf(bytes, length));
            if (length >= firstEnds) assertThat(ids()).as("%d", length).startsWith("A");
            else assertThat(ids()).as("%d", length).isEmpty();
        }
    }

    private List<String> ids() {
        return records.stream()
                .map(record -> record.json()
                        .path(record.json().has("patient_id") ? "patient_id" : "note_id")
                        .asText())
                .toList();
    }

    private void scan(String text) throws IOException {
        scan(text.getBytes(StandardCharsets.UTF_8));
    }

    private void scan(byte[] bytes) throws IOException {
        RecordScanner.scan(new ByteArrayInputStream(bytes), records::add, damages::add);
    }
}
