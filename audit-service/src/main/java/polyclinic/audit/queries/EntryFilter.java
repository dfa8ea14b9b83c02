package polyclinic.audit.queries;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.problem.Problem;

/**
 * Which entries a query asks for; what is null or empty does not narrow it. Values only ever stand on the right-hand side of
 * an equality or a comparison, as text, so no operator can come in with them.
 *
 * @param actor subject or user name
 * @param from at or after
 * @param to before
 */
public record EntryFilter(
        @Nullable UUID patientId,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String entityType,
        @Nullable String entityId,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to) {
    static final Bson NEWEST_FIRST = Sorts.descending("occurredAt", "_id");

    /** Narrows nothing. */
    public static final EntryFilter NONE = new EntryFilter(null, null, null, null, null, null, null, null);

    public EntryFilter {
        if (from != null && to != null && !from.isBefore(to)) throw Problem.invalid("to", "must be after from");
    }

    static EntryFilter ofPatient(UUID patientId) {
        return new EntryFilter(patientId, null, null, null, null, null, null, null);
    }

    boolean isEmpty() {
        return conditions().isEmpty();
    }

    /** The same of an entry that is not in the database. One that cannot be read may be any. */
    public boolean matches(StoredEntry stored) {
        if (!(stored instanceof ChainEntry entry)) return true;
        AuditRecord record = entry.record();
        return (patientId == null || record.patients().contains(patientId))
                && (!isGiven(actor)
                        || record.actor().subject().equals(actor)
                        || Objects.equals(record.actor().name(), actor))
                && is(action, record.action())
                && is(entityType, record.entityType())
                && (!isGiven(entityId) || record.entities().contains(entityId))
                && is(outcome, record.outcome())
                && isWithin(record.occurredAt(), record.occurredAt());
    }

    private static boolean is(@Nullable String wanted, @Nullable String there) {
        return wanted == null || wanted.isEmpty() || wanted.equals(there);
    }

    /**
     * Whether something that happened between the two may match.
     *
     * @param earliest as {@link AuditRecord#timestamp} writes it
     * @param latest the same
     */
    public boolean isWithin(String earliest, String latest) {
        return (from == null || latest.compareTo(AuditRecord.timestamp(from)) >= 0)
                && (to == null || earliest.compareTo(AuditRecord.timestamp(to)) < 0);
    }

    Bson bson() {
        List<Bson> conditions = conditions();
        return conditions.isEmpty() ? Filters.empty() : Filters.and(conditions);
    }

    /** What follows in {@link #NEWEST_FIRST} behind the entry with this time and key. */
    Bson after(String occurredAt, String key) {
        List<Bson> conditions = conditions();
        conditions.add(Filters.or(
                Filters.lt("occurredAt", occurredAt),
                Filters.and(Filters.eq("occurredAt", occurredAt), Filters.lt("_id", key))));
        return Filters.and(conditions);
    }

    private List<Bson> conditions() {
        List<Bson> conditions = new ArrayList<>();
        if (patientId != null)
            conditions.add(Filters.or(
                    Filters.eq("patientId", patientId.toString()), Filters.eq("patientIds", patientId.toString())));
        if (isGiven(actor))
            conditions.add(Filters.or(Filters.eq("actor.subject", actor), Filters.eq("actor.name", actor)));
        if (isGiven(action)) conditions.add(Filters.eq("action", action));
        if (isGiven(entityType)) conditions.add(Filters.eq("entityType", entityType));
        if (isGiven(entityId))
            conditions.add(Filters.or(Filters.eq("entityId", entityId), Filters.eq("entityIds", entityId)));
        if (isGiven(outcome)) conditions.add(Filters.eq("outcome", outcome));
        if (from != null) conditions.add(Filters.gte("occurredAt", AuditRecord.timestamp(from)));
        if (to != null) conditions.add(Filters.lt("occurredAt", AuditRecord.timestamp(to)));
        return conditions;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
