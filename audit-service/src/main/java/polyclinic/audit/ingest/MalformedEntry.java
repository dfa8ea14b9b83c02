package polyclinic.audit.ingest;

/** This message is no audit entry: it goes to the dead-letter topic with the reason, which quotes nothing of it. */
final class MalformedEntry extends RuntimeException {
    MalformedEntry(String reason) {
        super(reason, null, false, false);
    }
}
