package polyclinic.appointment.taskwork;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

record CancelTask(@Size(max = 500) @Nullable String reason) {}
