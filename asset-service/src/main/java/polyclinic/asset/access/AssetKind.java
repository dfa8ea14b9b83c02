package polyclinic.asset.access;

/** What an asset is for. Types, size limit and access all depend on it. */
public enum AssetKind {
    PATIENT_PHOTO,
    PRESCRIPTION_FILE,
    DOCUMENT,
    SCAN,
    VOICE_RECORDING,
    /** The only kind that belongs to no patient. */
    BACKUP;

    /** Whether somebody may look for what it says. */
    public boolean hasText() {
        return this == DOCUMENT || this == SCAN || this == PRESCRIPTION_FILE;
    }

    public boolean needsPatient() {
        return this != BACKUP;
    }
}
