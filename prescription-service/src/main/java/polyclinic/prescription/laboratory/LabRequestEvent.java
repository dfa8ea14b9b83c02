package polyclinic.prescription.laboratory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events about laboratory requests on {@code prescription.events}. */
public sealed interface LabRequestEvent extends Event {
    UUID labRequestId();

    @Override
    default UUID aggregateId() {
        return labRequestId();
    }

    /** Those with the whole snapshot. */
    sealed interface Change extends LabRequestEvent {
        Snapshot labRequest();

        @Override
        default UUID labRequestId() {
            return labRequest().labRequestId();
        }
    }

    /**
     * @param version of the request, which orders its events
     * @param resultVersion of the results, from 1; 0 while there are none
     * @param results all results of that version, empty while there are none
     * @param critical whether any of them calls for somebody at once
     * @param performedAt when the newest of them were measured
     * @param released whether the patient may see them
     * @param reason why it was cancelled or corrected, else null
     */
    record Snapshot(
            UUID labRequestId,
            long version,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            RequestedBy requestedBy,
            String priority,
            List<LabTest> tests,
            String status,
            int resultVersion,
            List<Result> results,
            @Nullable Instant performedAt,
            boolean critical,
            boolean released,
            @Nullable String reason,
            Instant occurredAt) {}

    /** @param doctorId null where the account is no doctor's that is known */
    record RequestedBy(@Nullable UUID doctorId, String subject) {}

    /**
     * @param value the digits as they were sent, or a text
     * @param interpretation a code of HL7 v3 ObservationInterpretation
     * @param performedAt when it was measured, where that is known for itself
     */
    record Result(
            String code,
            String name,
            String value,
            @Nullable String unit,
            @Nullable String comparator,
            @Nullable Range referenceRange,
            @Nullable String interpretation,
            boolean critical,
            @Nullable Instant performedAt) {}

    record Range(
            @Nullable String low,
            @Nullable String high,
            @Nullable String text) {}

    @EventType("lab-request.requested.v1")
    record Requested(@JsonUnwrapped Snapshot labRequest) implements Change {}

    @EventType("lab-request.collected.v1")
    record Collected(@JsonUnwrapped Snapshot labRequest) implements Change {}

    /** The first results, or more of them. */
    @EventType("lab-request.resulted.v1")
    record Resulted(@JsonUnwrapped Snapshot labRequest) implements Change {}

    @EventType("lab-request.corrected.v1")
    record Corrected(@JsonUnwrapped Snapshot labRequest) implements Change {}

    @EventType("lab-request.reviewed.v1")
    record Reviewed(@JsonUnwrapped Snapshot labRequest) implements Change {}

    @EventType("lab-request.cancelled.v1")
    record Cancelled(@JsonUnwrapped Snapshot labRequest) implements Change {}

    /** Nobody has reviewed a version of the results in time. Published once a version. */
    @EventType("lab-request.review-overdue.v1")
    record ReviewOverdue(
            UUID labRequestId,
            UUID patientId,
            @Nullable UUID doctorId,
            int resultVersion,
            boolean critical,
            Instant dueAt,
            Instant occurredAt)
            implements LabRequestEvent {}
}
