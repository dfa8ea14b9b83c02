package polyclinic.audit.queries;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;

/**
 * One access to a patient's record, as the patient may see it: who, in which role, what and when, but not from where. Of a
 * damaged entry only the id is left.
 */
record AccessView(
        String id,
        @Nullable String occurredAt,
        @Nullable Who actor,
        @Nullable String action,
        @Nullable String entityType,
        @Nullable String entityId,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable List<String> changedFields) {
    record Who(String subject, @Nullable String name, List<String> roles) {}

    static AccessView of(StoredEntry stored) {
        if (stored instanceof ChainEntry entry) return of(entry.record());
        return new AccessView(stored.id(), null, null, null, null, null, null, null, null);
    }

    private static AccessView of(AuditRecord record) {
        return new AccessView(
                record.id(),
                record.occurredAt(),
                new Who(
                        record.actor().subject(),
                        record.actor().name(),
                        record.actor().roles()),
                record.action(),
                record.entityType(),
                record.entityId(),
                record.outcome(),
                record.reason(),
                record.changedFields());
    }
}
