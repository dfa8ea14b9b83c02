package polyclinic.audit.chain;

import java.util.List;

/** What a service says happened, before it has a place in a chain. Texts are in the forms that {@link Entry} keeps. */
public record Recorded(
        String id,
        String occurredAt,
        Actor actor,
        String action,
        String entityType,
        String entityId,
        String patientId,
        String outcome,
        String reason,
        List<String> changedFields,
        Source source,
        String traceId) {}
