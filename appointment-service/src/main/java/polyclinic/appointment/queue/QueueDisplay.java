package polyclinic.appointment.queue;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The screen in the waiting room: numbers, and nothing by which others could tell who a patient is.
 *
 * @param doctorId absent for the common queue
 */
record QueueDisplay(@Nullable UUID doctorId, LocalDate date, List<Token> items) {
    record Token(int tokenNumber, QueueStatus status) {}

    static QueueDisplay of(@Nullable UUID doctorId, LocalDate date, List<QueueEntry> open) {
        return new QueueDisplay(
                doctorId,
                date,
                open.stream()
                        .map(entry -> new Token(entry.tokenNumber(), entry.status()))
                        .toList());
    }
}
