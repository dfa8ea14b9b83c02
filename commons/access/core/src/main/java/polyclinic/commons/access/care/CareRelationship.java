package polyclinic.commons.access.care;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a patient is in care. Care that comes from the clinic's day is a <em>doctor's</em>, whatever account they have at the
 * moment; emergency access is one <em>account's</em>. So either {@code doctorId} or {@code subject} is there, never both.
 *
 * @param id of the appointment, of the queue entry of who came without one, or of the emergency access
 * @param version of that fact at its owner: an older one never replaces a newer one
 * @param doctorId whose care it is, by {@link DoctorAccount}; null for emergency access
 * @param subject the {@code sub} of the account whose emergency access it is; else null
 * @param since when the fact was first heard of
 * @param until the instant from which it is over; a cancellation's own time once it was cancelled
 * @param selfMade whether the doctor made the fact themselves, by another role that they have, without care before
 */
public record CareRelationship(
        UUID id,
        long version,
        UUID patientId,
        @Nullable UUID doctorId,
        @Nullable String subject,
        CareBasis basis,
        Instant since,
        Instant until,
        boolean selfMade) {
    public CareRelationship {
        if ((doctorId == null) == (subject == null))
            throw new IllegalArgumentException("care is a doctor's or an account's");
    }
}
