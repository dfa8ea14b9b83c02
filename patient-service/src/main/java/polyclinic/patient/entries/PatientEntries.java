package polyclinic.patient.entries;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import polyclinic.commons.problem.NotFound;

/**
 * Entries of one kind; the caller has already been checked to reach the patient.
 *
 * @param <E> an entry
 */
public abstract class PatientEntries<E extends PatientEntry<?, ?>> implements PanacheRepositoryBase<E, UUID> {
    /** @param noun what an entry is called in problems and in the audit trail */
    Uni<E> require(String noun, UUID patientId, UUID id) {
        return find("id = ?1 and patientId = ?2", id, patientId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound(noun));
    }
}
