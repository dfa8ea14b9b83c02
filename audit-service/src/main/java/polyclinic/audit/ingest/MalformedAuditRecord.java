package polyclinic.audit.ingest;

/** A message that is not an audit record: it becomes a dead letter with the reason, which quotes nothing of it. */
final class MalformedAuditRecord extends RuntimeException {
    private final String reason;

    MalformedAuditRecord(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
