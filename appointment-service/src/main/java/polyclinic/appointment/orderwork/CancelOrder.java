package polyclinic.appointment.orderwork;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record CancelOrder(@NotBlank @Size(max = 500) String reason) {}
