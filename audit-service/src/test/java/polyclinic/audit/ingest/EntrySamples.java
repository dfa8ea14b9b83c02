package polyclinic.audit.ingest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.values.Ids;

/** Entries as services make them. */
final class EntrySamples {
    private EntrySamples() {}

    static AuditEntry entry() {
        return entry(Instant.now());
    }

    static AuditEntry entry(Instant occurredAt) {
        UUID patient = UUID.randomUUID();
        return new AuditEntry(
                Ids.next(),
                occurredAt,
                new AuditEntry.Actor("sub", "doctor", List.of("doctor")),
                "read",
                "patient",
                patient.toString(),
                List.of(),
                patient,
                List.of(),
                null,
                "success",
                null,
                List.of(),
                new AuditEntry.Source("patient-service", "127.0.0.1", "Mozilla/5.0 (X11; Linux x86_64)"),
                "4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
