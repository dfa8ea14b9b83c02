package polyclinic.appointment.alerts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.Severity;
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
 * @param severity where the fact itself says it; the kind's when null
 * @param reason the slug that says why, or null; what is no slug is left out, as it may say more than an alert may
 */
public record AlertFact(
        AlertKind kind,
        String source,
        WorkSubject about,
        @Nullable UUID patientId,
        @Nullable UUID doctorId,
        List<StaffRole> roles,
        List<String> subjects,
        @Nullable Severity severity,
        @Nullable String reason,
        Instant happenedAt) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,59}");

    public AlertFact {
        if (reason != null && !SLUG.matcher(reason).matches()) reason = null;
    }

    /** One that concerns the kind's own roles and the doctor. */
    public static AlertFact of(
            AlertKind kind,
            String source,
            WorkSubject about,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            Instant happenedAt) {
        return new AlertFact(kind, source, about, patientId, doctorId, List.of(), List.of(), null, null, happenedAt);
    }

    /** The same with the reason for it. */
    public AlertFact because(@Nullable String slug) {
        return new AlertFact(kind, source, about, patientId, doctorId, roles, subjects, severity, slug, happenedAt);
    }

    /** The same, as severe as the fact says. */
    public AlertFact graded(Severity stated) {
        return new AlertFact(kind, source, about, patientId, doctorId, roles, subjects, stated, reason, happenedAt);
    }
}
