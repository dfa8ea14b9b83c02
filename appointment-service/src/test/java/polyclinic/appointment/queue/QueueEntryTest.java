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

    @Test
    void it_tells_when_each_step_was_taken() {
        var entry = waiting();
        Instant nurse = NOW.plusSeconds(60);
        Instant ready = NOW.plusSeconds(120);
        Instant begun = NOW.plusSeconds(180);
        Instant done = NOW.plusSeconds(240);

        entry.move(NURSE_COMPLETED, nurse);
        entry.move(READY_FOR_DOCTOR, ready);
        entry.begin(UUID.randomUUID(), begun);
        entry.move(COMPLETED, done);

        assertThat(entry.createdAt()).isEqualTo(NOW);
        assertThat(entry.nurseCompletedAt()).isEqualTo(nurse);
        assertThat(entry.timelineReadyAt()).isEqualTo(ready);
        assertThat(entry.startedAt()).isEqualTo(begun);
        assertThat(entry.completedAt()).isEqualTo(done);
        assertThat(entry.cancelledAt()).isNull();
    }

    @Test
    void who_leaves_has_no_time_of_what_never_was() {
        var entry = waiting();

        entry.move(CANCELLED, NOW.plusSeconds(60));

        assertThat(entry.cancelledAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(entry.nurseCompletedAt()).isNull();
        assertThat(entry.startedAt()).isNull();
        assertThat(entry.completedAt()).isNull();
    }

    @Test
    void who_waits_in_the_common_queue_sees_a_doctor_once_one_is_assigned() {
        UUID doctor = UUID.randomUUID();
        var entry = QueueEntry.joinedCommonQueue(UUID.randomUUID(), LocalDate.EPOCH, 7, Priority.NORMAL, NOW);
        entry.move(NURSE_COMPLETED, NOW);
        entry.move(READY_FOR_DOCTOR, NOW);

        assertThatThrownBy(() -> entry.move(IN_CONSULTATION, NOW)).isInstanceOf(InvalidQueueTransition.class);
        assertThatThrownBy(() -> entry.begin(UUID.randomUUID(), NOW)).isInstanceOf(InvalidQueueTransition.class);
        entry.assign(doctor, LocalDate.EPOCH.plusDays(1), 3, NOW.plusSeconds(60));
        entry.begin(UUID.randomUUID(), NOW.plusSeconds(120));

        assertThat(entry.doctorId()).isEqualTo(doctor);
        assertThat(entry.day()).isEqualTo(LocalDate.EPOCH.plusDays(1));
        assertThat(entry.tokenNumber()).isEqualTo(3);
        assertThat(entry.commonTokenNumber()).isEqualTo(7);
        assertThat(entry.nurseCompletedAt()).isEqualTo(NOW);
        assertThat(entry.assignedAt()).isEqualTo(NOW.plusSeconds(60));
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
