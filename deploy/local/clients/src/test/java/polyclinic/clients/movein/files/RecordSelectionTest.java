package polyclinic.clients.movein.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which record counts where an id is there more than once. */
class RecordSelectionTest {
    @TempDir
    private Path folder;

    @Test
    void equal_records_are_one_whatever_the_order_of_their_members() throws IOException {
        RecordSelection selection = select("""
                [{"id":"A","age":1,"name":"x"},
                {"id":"B"},
                {"name":"x","id":"A","age":1}]""");

        assertThat(lines(selection)).containsExactly(1, 2);
        assertThat(selection.damages()).extracting(FileDamage::isLoss).containsExactly(false);
        assertThat(selection.damages()).extracting(FileDamage::line).containsExactly(3);
        assertThat(selection.read()).isEqualTo(3);
    }

    @Test
    void of_versions_the_newest_counts_wherever_it_stands() throws IOException {
        RecordSelection selection = select("""
                [{"id":"A","age":2,"updated_at":"2024-02-01T10:00:00"},
                {"id":"A","age":1,"updated_at":"2024-01-01T10:00:00"}]""");

        assertThat(lines(selection)).containsExactly(1);
        assertThat(selection.damages()).noneMatch(FileDamage::isLoss);
    }

    @Test
    void of_two_people_with_one_id_none_is_taken_and_both_are_told() throws IOException {
        RecordSelection selection = select("""
                [{"id":"A","name":"x"},
                {"id":"A","name":"y"},
                {"id":"B"}]""");

        assertThat(lines(selection)).containsExactly(3);
        assertThat(selection.damages())
                .allMatch(FileDamage::isLoss)
                .extracting(FileDamage::line)
                .containsExactly(1, 2);
    }

    @Test
    void of_two_versions_of_one_time_none_is_taken() throws IOException {
        RecordSelection selection = select("""
                [{"id":"A","name":"x","updated_at":"2024-02-01T10:00:00"},
                {"id":"A","name":"y","updated_at":"2024-02-01T10:00:00"}]""");

        assertThat(lines(selection)).isEmpty();
        assertThat(selection.damages()).hasSize(2).allMatch(FileDamage::isLoss);
    }

    private RecordSelection select(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("records.json"), text);
        return RecordSelection.of(file, record -> record.json().path("id").asText());
    }

    private static List<Integer> lines(RecordSelection selection) {
        List<Integer> lines = new ArrayList<>();
        selection.forEach((id, record) -> lines.add(record.line()));
        return lines;
    }
}
