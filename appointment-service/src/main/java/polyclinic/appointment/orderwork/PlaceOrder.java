package polyclinic.appointment.orderwork;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.orders.OrderKind;
import polyclinic.appointment.orders.OrderedCode;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.commons.problem.Problem;

/**
 * @param priority {@code routine} when absent
 * @param performerRole by the kind when absent
 * @param appointmentId the encounter's when absent
 */
record PlaceOrder(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @NotNull OrderKind kind,
        @Valid @NotNull OrderedCode code,
        @Nullable WorkPriority priority,
        @Size(max = 2000) @Nullable String instructions,
        @Nullable StaffRole performerRole,
        @Nullable UUID appointmentId) {
    private static final Set<StaffRole> PERFORMERS = Set.of(
            StaffRole.RECEPTIONIST, StaffRole.NURSE, StaffRole.DOCTOR, StaffRole.PHARMACIST, StaffRole.LAB_TECHNICIAN);

    /** 422 for a role that performs no orders. */
    PlaceOrder checked() {
        if (!PERFORMERS.contains(performer()))
            throw Problem.invalid("performerRole", "must be a role that performs orders");
        return this;
    }

    StaffRole performer() {
        return performerRole == null ? kind.performer() : performerRole;
    }

    WorkPriority urgency() {
        return priority == null ? WorkPriority.ROUTINE : priority;
    }
}
