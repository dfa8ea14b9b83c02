package polyclinic.commons.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a doctor has a patient in care, by one appointment or by one place in the doctor's queue.
 *
 * @param id of the appointment, or of the queue entry of who came without one
 * @param version of that fact at its owner: an older one never replaces a newer one
 * @param doctorSubject the {@code sub} of the doctor's account, or null while the doctor has none
 * @param active false once it was cancelled
 */
public record CareRelationship(
        UUID id, long version, @Nullable String doctorSubject, UUID patientId, boolean active) {}
