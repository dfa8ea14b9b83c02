package polyclinic.appointment.visits;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;

/** What the screen in the waiting room shows: numbers, and nothing by which a neighbour could tell a patient. */
record QueueDisplay(UUID doctorId, LocalDate date, List<Token> items) {
    record Token(int tokenNumber, QueueStatus status) {}

    static QueueDisplay of(UUID doctorId, LocalDate date, List<QueueEntry> open) {
        return new QueueDisplay(
                doctorId,
                date,
                open.stream()
                        .map(entry -> new Token(entry.tokenNumber(), entry.status()))
                        .toList());
    }
}
