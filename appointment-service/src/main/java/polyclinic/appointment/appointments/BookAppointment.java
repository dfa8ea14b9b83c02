package polyclinic.appointment.appointments;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param start a whole minute
 * @param durationMinutes the doctor's slot length when absent
 * @param overbookReason why two patients are asked to come at once; needed with {@code ?overbook=true}, refused without
 */
public record BookAppointment(
        @NotNull UUID patientId,
        @NotNull UUID doctorId,
        @NotNull Instant start,
        @Min(1) @Max(720) @Nullable Integer durationMinutes,
        @Size(min = 1, max = 500) @Nullable String reason,
        @Size(min = 1, max = 500) @Nullable String overbookReason) {}
