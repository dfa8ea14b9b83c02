package polyclinic.asset.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an asset is for. Types, size limit and access all depend on it. */
@Schema(name = "Kind")
public enum AssetKind {
    PATIENT_PHOTO,
    PRESCRIPTION_FILE,
    DOCUMENT,
    SCAN,
    VOICE_RECORDING,
    /** The only kind that belongs to no patient. */
    BACKUP;

    public boolean needsPatient() {
        return this != BACKUP;
    }
}
