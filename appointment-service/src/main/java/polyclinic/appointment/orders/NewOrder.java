package polyclinic.appointment.orders;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;

/** An order as it is placed, after its references were looked at. */
public record NewOrder(
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @Nullable UUID doctorId,
        String orderedBy,
        OrderKind kind,
        OrderedCode code,
        WorkPriority priority,
        @Nullable String instructions,
        StaffRole performerRole) {}
