package polyclinic.audit.trail;

import java.util.List;
import polyclinic.audit.chain.Entry;

/** One access to a patient's record, as the patient may see it: who, in which role, what and when, but not from where. */
public record AccessView(
        String id,
        String occurredAt,
        Who actor,
        String action,
        String entityType,
        String entityId,
        String outcome,
        String reason,
        List<String> changedFields) {
    public record Who(String subject, String name, List<String> roles) {}

    static AccessView of(Entry entry) {
        return new AccessView(
                entry.id(),
                entry.occurredAt(),
                entry.actor() == null
                        ? null
                        : new Who(
                                entry.actor().subject(),
                                entry.actor().name(),
                                entry.actor().roles()),
                entry.action(),
                entry.entityType(),
                entry.entityId(),
                entry.outcome(),
                entry.reason(),
                entry.changedFields());
    }
}
