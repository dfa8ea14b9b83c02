package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Where a service keeps care relationships. Both implementations pass {@code CareStoreContract}. */
public interface CareStore {
    /** Whether there is an active one. */
    Uni<Boolean> contains(String doctorSubject, UUID patientId);

    /** The patients of all active ones. */
    Uni<Set<UUID>> patientsOf(String doctorSubject);

    /** Keeps the newest version of each; they may come twice and in any order. */
    Uni<Void> save(List<CareRelationship> relationships);
}
