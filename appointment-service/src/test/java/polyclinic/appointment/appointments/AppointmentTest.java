package polyclinic.appointment.appointments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyclinic.commons.identity.Scope;

class AppointmentTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final UUID PATIENT = UUID.randomUUID();
    private static final UUID DOCTOR = UUID.randomUUID();
    private static final Scope RECEPTION = Scope.ALL;
    private static final Scope SELF = new Scope.OwnPatient(PATIENT);

    @Test
    void it_ends_after_its_length_and_blocks_the_pause_after_it() {
        var appointment = atNoon();

        assertThat(appointment.endsAt()).isEqualTo("2026-06-01T12:30:00Z");
        assertThat(appointment.blockedUntil()).isEqualTo("2026-06-01T12:40:00Z");
    }

    @ParameterizedTest
    @EnumSource(AppointmentStatus.class)
    void each_transition_is_possible_from_its_states_only(AppointmentStatus from) {
        assertThat(possible(from, a -> a.requireCheckIn())).isEqualTo(from == AppointmentStatus.SCHEDULED);
        assertThat(possible(from, a -> a.start(UUID.randomUUID(), NOON)))
                .isEqualTo(from == AppointmentStatus.CHECKED_IN);
        assertThat(possible(from, a -> a.complete(NOON))).isEqualTo(from == AppointmentStatus.IN_CONSULTATION);
        assertThat(possible(from, a -> a.requireReschedule(RECEPTION, NOON)))
                .isEqualTo(from == AppointmentStatus.SCHEDULED);
        assertThat(possible(from, a -> a.cancel("ill", RECEPTION, NOON)))
                .isEqualTo(EnumSet.of(
                                AppointmentStatus.SCHEDULED,
                                AppointmentStatus.CHECKED_IN,
                                AppointmentStatus.IN_CONSULTATION)
                        .contains(from));
        assertThat(possible(from, a -> a.noShow(NOON)))
                .isEqualTo(EnumSet.of(AppointmentStatus.SCHEDULED, AppointmentStatus.CHECKED_IN)
                        .contains(from));
    }

    @Test
    void an_appointment_cannot_be_missed_before_it_begins() {
        var appointment = atNoon();

        assertThatThrownBy(() -> appointment.noShow(NOON.minusMillis(1)))
                .isInstanceOf(InvalidAppointmentTransition.class);
        assertThatCode(() -> appointment.noShow(NOON)).doesNotThrowAnyException();
    }

    @Test
    void a_patient_can_cancel_or_move_what_has_not_begun() {
        assertThatCode(() -> atNoon().cancel("ill", SELF, NOON.minusMillis(1))).doesNotThrowAnyException();
        assertThatCode(() -> atNoon().requireReschedule(SELF, NOON.minusMillis(1)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_patient_cannot_cancel_or_move_what_has_begun_or_is_checked_in() {
        assertThatThrownBy(() -> atNoon().cancel("ill", SELF, NOON)).isInstanceOf(InvalidAppointmentTransition.class);
        assertThatThrownBy(() -> atNoon().requireReschedule(SELF, NOON))
                .isInstanceOf(InvalidAppointmentTransition.class);
        assertThatThrownBy(() -> in(AppointmentStatus.CHECKED_IN).cancel("ill", SELF, NOON.minusMillis(1)))
                .isInstanceOf(InvalidAppointmentTransition.class);
    }

    @Test
    void a_moved_appointment_keeps_its_length_and_is_no_longer_overbooked() {
        var request = new BookAppointment(PATIENT, DOCTOR, NOON, 45, null, "an emergency");
        var appointment =
                Appointment.booked(request, Duration.ofMinutes(45), Duration.ZERO, Scope.ALL, NOON.minusSeconds(60));

        appointment.reschedule(NOON.plusSeconds(3600), Duration.ofMinutes(5), Scope.ALL, NOON);

        assertThat(appointment.length()).isEqualTo(Duration.ofMinutes(45));
        assertThat(appointment.blockedUntil()).isEqualTo(NOON.plusSeconds(3600 + 50 * 60));
        assertThat(appointment.overbookReason()).isNull();
    }

    private static boolean possible(AppointmentStatus from, Consumer<Appointment> transition) {
        try {
            transition.accept(in(from));
            return true;
        } catch (InvalidAppointmentTransition refused) {
            return false;
        }
    }

    private static Appointment in(AppointmentStatus status) {
        var appointment = atNoon();
        switch (status) {
            case SCHEDULED -> {}
            case CANCELLED -> appointment.cancel("ill", RECEPTION, NOON);
            case NO_SHOW -> appointment.noShow(NOON);
            case CHECKED_IN, IN_CONSULTATION, COMPLETED -> {
                appointment.checkIn(UUID.randomUUID(), 1, NOON);
                if (status != AppointmentStatus.CHECKED_IN) appointment.start(UUID.randomUUID(), NOON);
                if (status == AppointmentStatus.COMPLETED) appointment.complete(NOON);
            }
        }
        return appointment;
    }

    private static Appointment atNoon() {
        var request = new BookAppointment(PATIENT, DOCTOR, NOON, null, "a cough", null);
        return Appointment.booked(
                request, Duration.ofMinutes(30), Duration.ofMinutes(10), Scope.ALL, NOON.minusSeconds(60));
    }
}
