package polyclinic.commons.access.care;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.reconciliation.IdRange;

/** Where a service keeps care relationships. Both implementations pass {@code CareStoreContract}. */
public interface CareStore {
    /** Whether the account's doctor, or the account itself, has one with the patient that is not over. */
    Uni<Boolean> contains(String subject, UUID patientId);

    /** The patients of all that are not over. */
    Uni<Set<UUID>> patientsOf(String subject);

    /** Keeps the newest version of each, and the earliest {@code since}; they may come twice and in any order. */
    Uni<Void> save(List<CareRelationship> relationships);

    /** Keeps the newest version of each; they may come twice and in any order. */
    Uni<Void> saveAccounts(List<DoctorAccount> accounts);

    /** Those of the basis that are not over, in order of their ids. */
    Uni<List<CareRelationship>> kept(CareBasis basis, IdRange range);

    /** The versions of those of these that are there, whether they are over or not. */
    Uni<Map<UUID, Long>> versions(Collection<UUID> ids);

    /** Keeps these unless a later version is there, and the earliest {@code since}. */
    Uni<Void> mend(List<CareRelationship> relationships);

    /** Keeps these, whatever version is there, and the earliest {@code since}. */
    Uni<Void> replace(List<CareRelationship> relationships);

    Uni<Void> remove(List<UUID> ids);

    /** In order of the doctors' ids. */
    Uni<List<DoctorAccount>> keptAccounts(IdRange range);

    /** Keeps these unless a later version is there. */
    Uni<Void> mendAccounts(List<DoctorAccount> accounts);

    /** Keeps these, whatever version is there. */
    Uni<Void> replaceAccounts(List<DoctorAccount> accounts);

    Uni<Void> removeAccounts(List<UUID> doctorIds);
}
