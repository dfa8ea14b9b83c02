package polyclinic.commons.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to which patient's data, when, from where and with what outcome. It names fields, never their values; only
 * {@link #query} holds what somebody searched for, because the trail is the one place that may.
 *
 * @param action a verb: {@code create}, {@code update}, {@code read}, {@code search}, {@code cancel} …
 * @param entityType the noun in snake case, for example {@code appointment}
 * @param entityId its id, or null for a search or for several
 * @param entityIds the ids when there were several, {@link #MAX_ENTITIES} at most; else empty
 * @param patientId the patient whose data it was, or null when there was none or there were several
 * @param patientIds the patients when there were several, {@link #MAX_PATIENTS} at most; else empty
 * @param query the search as it was asked, {@code name=value} joined by {@code &}; at most {@link #MAX_QUERY} characters
 * @param outcome {@code success}, {@code denied} or {@code failed}
 * @param reason why, where the operation asks for it or refuses
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> entityIds,
        @Nullable UUID patientId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> patientIds,
        @Nullable String query,
        String outcome,
        @Nullable String reason,
        List<String> changedFields,
        Source source,
        @Nullable String traceId) {
    /** As many as a page has rows. */
    public static final int MAX_PATIENTS = 200;

    /** As many as one request brings. */
    public static final int MAX_ENTITIES = 200;

    public static final int MAX_QUERY = 1000;

    /** @throws IllegalArgumentException when there are too many patients or entities for one entry */
    public AuditEntry {
        entityIds = List.copyOf(entityIds);
        patientIds = List.copyOf(patientIds);
        if (patientIds.size() > MAX_PATIENTS) throw new IllegalArgumentException("too many patients in one entry");
        if (entityIds.size() > MAX_ENTITIES) throw new IllegalArgumentException("too many entities in one entry");
        query = query == null || query.isEmpty() ? null : shortened(query);
    }

    /** Never within a surrogate pair: half a character has no UTF-8 form, and the entry would be refused. */
    private static String shortened(String query) {
        if (query.length() <= MAX_QUERY) return query;
        int end = MAX_QUERY - 1;
        return query.substring(0, Character.isHighSurrogate(query.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** @param roles sorted */
    public record Actor(String subject, String name, List<String> roles) {}

    public record Source(
            String service, @Nullable String ip, @Nullable String userAgent) {}

    /** The one patient or the several. */
    public List<UUID> patients() {
        return patientId == null ? patientIds : List.of(patientId);
    }

    public AuditEntry withOutcome(String changed) {
        return with(patientId, patientIds, query, changed, reason, changedFields);
    }

    public AuditEntry withReason(@Nullable String changed) {
        return with(patientId, patientIds, query, outcome, changed, changedFields);
    }

    public AuditEntry withChangedFields(List<String> changed) {
        return with(patientId, patientIds, query, outcome, reason, changed);
    }

    public AuditEntry withQuery(@Nullable String asked) {
        return with(patientId, patientIds, asked, outcome, reason, changedFields);
    }

    /** Names these patients, each once, in {@code patientId} when it is one. */
    public AuditEntry withPatients(Collection<UUID> patients) {
        List<UUID> distinct = patients.stream().distinct().toList();
        return distinct.size() == 1
                ? with(distinct.get(0), List.of(), query, outcome, reason, changedFields)
                : with(null, distinct, query, outcome, reason, changedFields);
    }

    /** Names these things, each once, in {@code entityId} when it is one. */
    public AuditEntry withEntities(Collection<UUID> entities) {
        List<UUID> distinct = entities.stream().distinct().toList();
        return new AuditEntry(
                id,
                occurredAt,
                actor,
                action,
                entityType,
                distinct.size() == 1 ? distinct.get(0).toString() : null,
                distinct.size() == 1 ? List.of() : distinct,
                patientId,
                patientIds,
                query,
                outcome,
                reason,
                changedFields,
                source,
                traceId);
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
                entityIds,
                patientId,
                patientIds,
                query,
                outcome,
                reason,
                changedFields,
                new Source(source.service(), ip, null),
                null);
    }

    AuditEntry with(UUID newId, Instant newTime) {
        return new AuditEntry(
                newId,
                newTime,
                actor,
                action,
                entityType,
                entityId,
                entityIds,
                patientId,
                patientIds,
                query,
                outcome,
                reason,
                changedFields,
                source,
                traceId);
    }

    private AuditEntry with(
            @Nullable UUID newPatientId,
            List<UUID> newPatientIds,
            @Nullable String newQuery,
            String newOutcome,
            @Nullable String newReason,
            List<String> newChangedFields) {
        return new AuditEntry(
                id,
                occurredAt,
                actor,
                action,
                entityType,
                entityId,
                entityIds,
                newPatientId,
                newPatientIds,
                newQuery,
                newOutcome,
                newReason,
                newChangedFields,
                source,
                traceId);
    }
}
