package polyclinic.audit.chain;

/** A stored document that is not an entry any more: a member is missing or has another type. */
public record DamagedEntry(String key, String id, String occurredAt) implements StoredEntry {
    @Override
    public boolean isIntact() {
        return false;
    }
}
