package polyclinic.appointment.cancellation;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record CancelAppointment(@NotBlank @Size(max = 500) String reason) {}
