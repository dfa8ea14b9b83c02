package polyclinic.patient.entries;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.patient.content.EntryStatus;

/**
 * Who recorded an entry, when, and whether it is valid. It is never deleted: a wrong one is marked as entered in error.
 *
 * @param <D> what it says, as clients write it
 * @param <V> what clients see
 */
@MappedSuperclass
public abstract class PatientEntry<D, V> {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Enumerated(EnumType.STRING)
    private EntryStatus status = EntryStatus.ACTIVE;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "recorded_by")
    private String recordedBy;

    @SuppressWarnings("NullAway.Init")
    protected PatientEntry() {}

    protected PatientEntry(UUID patientId, String recordedBy, Instant now) {
        this.id = Ids.next();
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
    }

    /** Whether anything is another than before. Fails with 409 for what was entered in error. */
    final boolean change(D wanted, Instant now) {
        if (status != EntryStatus.ACTIVE)
            throw new Problem(409, "entered-in-error", "This entry was entered in error and can no longer be changed.");
        D before = details();
        apply(wanted, now);
        return !details().equals(before);
    }

    /** False when it was marked before. */
    final boolean enteredInError() {
        if (status != EntryStatus.ACTIVE) return false;
        status = EntryStatus.ENTERED_IN_ERROR;
        return true;
    }

    final boolean isEnteredInError() {
        return status == EntryStatus.ENTERED_IN_ERROR;
    }

    public final UUID id() {
        return id;
    }

    public final long version() {
        return version;
    }

    protected final UUID patientId() {
        return patientId;
    }

    protected final EntryStatus status() {
        return status;
    }

    protected final Instant recordedAt() {
        return recordedAt;
    }

    protected final String recordedBy() {
        return recordedBy;
    }

    protected abstract D details();

    /** Takes what is wanted; fails with 422 when that cannot be. */
    protected abstract void apply(D wanted, Instant now);

    protected abstract Event recorded();

    protected abstract Event updated();

    protected abstract Event removed();

    public abstract V view();
}
