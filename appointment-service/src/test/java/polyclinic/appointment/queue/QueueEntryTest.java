package polyclinic.appointment.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static polyclinic.appointment.queue.QueueStatus.CANCELLED;
import static polyclinic.appointment.queue.QueueStatus.COMPLETED;
import static polyclinic.appointment.queue.QueueStatus.IN_CONSULTATION;
import static polyclinic.appointment.queue.QueueStatus.NURSE_COMPLETED;
import static polyclinic.appointment.queue.QueueStatus.READY_FOR_DOCTOR;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueEntryTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void each_status_leads_to_the_next_or_out_of_the_queue_and_nowhere_else() {
        for (QueueStatus from : QueueStatus.values())
            for (QueueStatus to : QueueStatus.values())
                assertThat(from.leadsTo(to))
                        .as(from + " to " + to)
                        .isEqualTo(next(from).contains(to));
    }

    @Test
    void the_doctor_may_begin_with_a_patient_who_still_waits_for_the_nurse() {
        var entry = waiting();
        UUID encounter = UUID.randomUUID();

        entry.begin(encounter, NOW);

        assertThat(entry.status()).isEqualTo(IN_CONSULTATION);
        assertThat(entry.encounterId()).isEqualTo(encounter);
    }

    @Test
    void no_patient_is_seen_twice_or_after_leaving() {
        var seen = waiting();
        seen.begin(UUID.randomUUID(), NOW);
        var gone = waiting();
        gone.move(CANCELLED, NOW);

        assertThatThrownBy(() -> seen.begin(UUID.randomUUID(), NOW)).isInstanceOf(InvalidQueueTransition.class);
        assertThatThrownBy(() -> gone.begin(UUID.randomUUID(), NOW)).isInstanceOf(InvalidQueueTransition.class);
    }

    private static Set<QueueStatus> next(QueueStatus status) {
        return switch (status) {
            case WAITING -> Set.of(NURSE_COMPLETED, CANCELLED);
            case NURSE_COMPLETED -> Set.of(READY_FOR_DOCTOR, CANCELLED);
            case READY_FOR_DOCTOR -> Set.of(IN_CONSULTATION, CANCELLED);
            case IN_CONSULTATION -> Set.of(COMPLETED, CANCELLED);
            case COMPLETED, CANCELLED -> Set.of();
        };
    }

    private static QueueEntry waiting() {
        return QueueEntry.joined(UUID.randomUUID(), UUID.randomUUID(), null, LocalDate.EPOCH, 1, Priority.NORMAL, NOW);
    }
}
