package polyclinic.audit.checkpoints;

/** A stored checkpoint of which nothing but the key can be read. */
record DamagedCheckpoint(String key) implements StoredCheckpoint {}
