package polyclinic.appointment.doctors;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about doctors that appointment-service publishes on {@code appointment.events}. Each carries the whole doctor.
 * Fields are only ever added.
 */
public sealed interface DoctorEvent extends Event {
    Snapshot doctor();

    @Override
    default UUID aggregateId() {
        return doctor().doctorId();
    }

    /**
     * The doctor as the event left them.
     *
     * @param subject {@code sub} of the doctor's account, absent when the doctor has none
     */
    record Snapshot(
            UUID doctorId,
            long version,
            @Nullable String subject,
            String givenName,
            String familyName,
            String specialty,
            String licenseNumber,
            String timeZone) {}

    @EventType("doctor.registered.v1")
    record Registered(@JsonUnwrapped Snapshot doctor) implements DoctorEvent {}

    @EventType("doctor.updated.v1")
    record Updated(@JsonUnwrapped Snapshot doctor) implements DoctorEvent {}
}
