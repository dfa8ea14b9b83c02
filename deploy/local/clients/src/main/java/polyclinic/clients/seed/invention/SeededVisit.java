package polyclinic.clients.seed.invention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An appointment with those who looked at the patient's data because of it.
 *
 * @param doctor place in the list of doctors
 * @param at when it began or, while it is ahead, when it was booked
 * @param shown the patients of the doctor's list, this one among them
 */
public record SeededVisit(UUID appointmentId, UUID patientId, int doctor, UUID doctorId, Instant at, List<UUID> shown) {
    public SeededVisit {
        shown = List.copyOf(shown);
    }
}
