package polyclinic.appointment.booking;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/** @param start a whole minute; the length stays */
record RescheduleAppointment(@NotNull Instant start) {}
