package polyclinic.recovery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final TopicPartition PATIENTS = new TopicPartition("patient.events", 0);

    @Test
    void a_group_with_something_to_handle_is_named() {
        assertThat(positions(7, 5).behind()).contains("notes-service has 2 events of patient.events-0 to handle");
        assertThat(positions(7, 7).behind()).isEmpty();
    }

    @Test
    void a_partition_of_which_a_group_has_handled_nothing_yet_counts() {
        TopicPartition other = new TopicPartition("patient.events", 1);
        Positions positions = new Positions(
                Map.of(PATIENTS, 7L, other, 3L), Map.of(other, 1L), Map.of("notes-service", Map.of(PATIENTS, 7L)));
        assertThat(positions.behind()).contains("notes-service has 2 events of patient.events-1 to handle");
    }

    @Test
    void what_nobody_reads_is_not_handled() {
        Positions nobody = new Positions(Map.of(PATIENTS, 7L), Map.of(PATIENTS, 0L), Map.of());
        assertThat(nobody.haveHandled(nobody)).isFalse();
        assertThat(positions(7, 7).haveHandled(nobody)).isTrue();
        assertThat(positions(7, 5).haveHandled(nobody)).isFalse();
    }

    @Test
    void offsets_have_names_that_a_manifest_can_hold() {
        assertThat(positions(7, 7).endsByName()).containsEntry("patient.events/0", 7L);
        assertThat(positions(7, 5).committedByName()).containsEntry("notes-service/patient.events/0", 5L);
    }

    private static Positions positions(long end, long committed) {
        return new Positions(
                Map.of(PATIENTS, end), Map.of(PATIENTS, 0L), Map.of("notes-service", Map.of(PATIENTS, committed)));
    }
}
