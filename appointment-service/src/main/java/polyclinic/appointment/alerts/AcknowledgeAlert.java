package polyclinic.appointment.alerts;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** @param note what was done about it */
record AcknowledgeAlert(@Size(max = 1000) @Nullable String note) {}
