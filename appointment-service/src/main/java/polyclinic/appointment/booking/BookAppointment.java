package polyclinic.appointment.booking;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;

/**
 * @param start a whole minute
 * @param durationMinutes the doctor's slot length when absent
 * @param overbookReason why two patients are asked to come at once; needed with {@code ?overbook=true}, refused without
 */
record BookAppointment(
        @NotNull UUID patientId,
        @NotNull UUID doctorId,
        @NotNull Instant start,
        @Min(1) @Max(720) Integer durationMinutes,
        @Size(min = 1, max = 500) String reason,
        @Size(min = 1, max = 500) String overbookReason) {}
