package polyclinic.clients.movein.mapping;

import polyclinic.clients.movein.files.RecordIds;
import polyclinic.clients.movein.files.ScannedRecord;

/** The files of a clinic that keeps its records in JSON, in the order in which they are taken. */
public enum ClinicFile {
    PATIENTS("patients.json", "patient_id", "patients"),
    QUEUE("queue.json", "queue_id", "queue"),
    NOTES("notes.json", "note_id", "notes"),
    HISTORY("history.json", "history_id", "history");

    private static final int SHORT_HASH = 16;

    private final String fileName;
    private final String idMember;
    private final String kind;

    ClinicFile(String fileName, String idMember, String kind) {
        this.fileName = fileName;
        this.idMember = idMember;
        this.kind = kind;
    }

    public String fileName() {
        return fileName;
    }

    /** The member that holds a record's own id. */
    public String idMember() {
        return idMember;
    }

    public String kind() {
        return kind;
    }

    /**
     * The record's own id. A patient may have it as the member under which they stand; what has none at all, as notes of old programs have
     * not, gets one of what it says, which is the same whenever the file is read.
     */
    public String id(ScannedRecord record) {
        String own = RecordIds.text(record.json(), idMember);
        if (own != null) return own;
        if (this == PATIENTS && record.key() != null) return record.key();
        String hash = RecordIds.hash(record.json());
        return (record.key() == null ? "" : record.key() + "~") + hash.substring(0, SHORT_HASH);
    }
}
