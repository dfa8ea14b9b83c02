package polyclinic.commons.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to which patient's data, when, from where and with what outcome. It names fields, never their values.
 *
 * @param action a verb: {@code create}, {@code update}, {@code read}, {@code search}, {@code cancel} …
 * @param entityType the noun in snake case, for example {@code appointment}
 * @param entityId its id, or null for a search
 * @param patientId the patient whose data it was, or null
 * @param outcome {@code success}, {@code denied} or {@code failed}
 * @param reason why, where the operation asks for it
 * @param changedFields names of the fields that changed
 * @param traceId W3C trace id, or null
 */
public record AuditEntry(
        UUID id,
        Instant occurredAt,
        Actor actor,
        String action,
        String entityType,
        @Nullable String entityId,
        @Nullable UUID patientId,
        String outcome,
        @Nullable String reason,
        List<String> changedFields,
        Source source,
        @Nullable String traceId) {
    /** @param roles sorted */
    public record Actor(String subject, String name, List<String> roles) {}

    public record Source(
            String service, @Nullable String ip, @Nullable String userAgent) {}

    public AuditEntry withOutcome(String changed) {
        return with(changed, reason, changedFields);
    }

    public AuditEntry withReason(@Nullable String changed) {
        return with(outcome, changed, changedFields);
    }

    public AuditEntry withChangedFields(List<String> changed) {
        return with(outcome, reason, changed);
    }

    /**
     * The same as another system noticed it and told this service; its id is made of that system's own, so that what is told twice
     * is one entry.
     */
    public AuditEntry observed(UUID noticedAs, Instant noticedAt, Actor by, @Nullable String ip) {
        return new AuditEntry(
                noticedAs,
                noticedAt,
                by,
                action,
                entityType,
                entityId,
                patientId,
                outcome,
                reason,
                changedFields,
                new Source(source.service(), ip, null),
                null);
    }

    private AuditEntry with(String newOutcome, @Nullable String newReason, List<String> newChangedFields) {
        return new AuditEntry(
                id,
                occurredAt,
                actor,
                action,
                entityType,
                entityId,
                patientId,
                newOutcome,
                newReason,
                newChangedFields,
                source,
                traceId);
    }
}
