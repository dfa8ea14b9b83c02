package polyclinic.appointment.alerts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about alerts that appointment-service publishes on {@code appointment.events}. Each carries the whole alert but for its
 * note. Fields are only ever added.
 */
public sealed interface AlertEvent extends Event {
    Snapshot alert();

    @Override
    default UUID aggregateId() {
        return alert().alertId();
    }

    /**
     * The alert as the event left it.
     *
     * @param patientId absent when it concerns none
     * @param doctorId the doctor whose work it is about
     * @param roles whom it concerns
     * @param subjects accounts of people whom it concerns
     * @param reason the slug that says why, where there is one
     */
    record Snapshot(
            UUID alertId,
            long version,
            AlertKind kind,
            Severity severity,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            List<StaffRole> roles,
            List<String> subjects,
            WorkSubject about,
            @Nullable String reason,
            AlertStatus status,
            Instant raisedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            Instant occurredAt) {}

    @EventType("alert.raised.v1")
    record Raised(@JsonUnwrapped Snapshot alert) implements AlertEvent {}

    @EventType("alert.acknowledged.v1")
    record Acknowledged(@JsonUnwrapped Snapshot alert) implements AlertEvent {}
}
