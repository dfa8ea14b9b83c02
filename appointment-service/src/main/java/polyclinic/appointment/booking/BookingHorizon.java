package polyclinic.appointment.booking;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.commons.identity.Scope;

/** How far ahead an appointment may be: a shorter time for patients than for the staff. */
@ApplicationScoped
class BookingHorizon {
    private final Duration staff;
    private final Duration patients;

    BookingHorizon(
            @ConfigProperty(name = "polyclinic.booking.horizon") Duration staff,
            @ConfigProperty(name = "polyclinic.booking.patient-horizon") Duration patients) {
        this.staff = staff;
        this.patients = patients;
    }

    /** Fails with {@link TooFarAhead} behind it. */
    void check(Instant start, Scope scope, Instant now) {
        Duration horizon = AppointmentAccessPolicy.isStaff(scope) ? staff : patients;
        if (start.isAfter(now.plus(horizon))) throw new TooFarAhead(horizon.toDays());
    }
}
