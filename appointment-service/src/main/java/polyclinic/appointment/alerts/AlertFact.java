package polyclinic.appointment.alerts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkSubject;

/**
 * What an alert is raised from.
 *
 * @param source says which fact it is, within its kind: the same fact again raises nothing
 * @param patientId the patient whom it is about, or null
 * @param doctorId the doctor whose work it is about, or null
 * @param roles those whom it concerns beside the kind's own
 * @param subjects accounts of people whom it concerns
 */
public record AlertFact(
        AlertKind kind,
        String source,
        WorkSubject about,
        @Nullable UUID patientId,
        @Nullable UUID doctorId,
        List<StaffRole> roles,
        List<String> subjects,
        Instant happenedAt) {

    /** One that concerns the kind's own roles and the doctor. */
    public static AlertFact of(
            AlertKind kind,
            String source,
            WorkSubject about,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            Instant happenedAt) {
        return new AlertFact(kind, source, about, patientId, doctorId, List.of(), List.of(), happenedAt);
    }
}
