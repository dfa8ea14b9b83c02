package polyclinic.audit.queries;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.audit.PatientData;

/**
 * One access to a patient's record, as the patient may see it: who, in which role, what and when, but not from where, nor what
 * was searched for, nor which other patients it was about. Of a damaged entry only the id is left.
 */
record AccessView(
        @JsonIgnore UUID patientId,
        String id,
        @Nullable String occurredAt,
        @Nullable Who actor,
        @Nullable String action,
        @Nullable String entityType,
        @Nullable String entityId,
        @Nullable List<String> entityIds,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable List<String> changedFields)
        implements PatientData {
    record Who(String subject, @Nullable String name, List<String> roles) {}

    static AccessView of(UUID patientId, StoredEntry stored) {
        if (stored instanceof ChainEntry entry) return of(patientId, entry.record());
        return new AccessView(patientId, stored.id(), null, null, null, null, null, null, null, null, null);
    }

    private static AccessView of(UUID patientId, AuditRecord record) {
        return new AccessView(
                patientId,
                record.id(),
                record.occurredAt(),
                new Who(
                        record.actor().subject(),
                        record.actor().name(),
                        record.actor().roles()),
                record.action(),
                record.entityType(),
                record.entityId(),
                record.entityIds(),
                record.outcome(),
                record.reason(),
                record.changedFields());
    }
}
