package polyclinic.appointment.checkin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.BookAppointment;
import polyclinic.commons.identity.Scope;

class CheckInWindowTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration OPENS = Duration.ofHours(24);

    @Test
    void check_in_opens_a_day_before_and_not_earlier() {
        var window = new CheckInWindow(OPENS);
        var appointment = Appointment.booked(
                new BookAppointment(UUID.randomUUID(), UUID.randomUUID(), NOON, null, null, null),
                Duration.ofMinutes(30),
                Duration.ZERO,
                Scope.ALL,
                NOON.minusSeconds(60));

        assertThatCode(() -> window.require(appointment, NOON.minus(OPENS))).doesNotThrowAnyException();
        assertThatThrownBy(() -> window.require(appointment, NOON.minus(OPENS).minusMillis(1)))
                .isInstanceOf(TooEarly.class);
    }
}
