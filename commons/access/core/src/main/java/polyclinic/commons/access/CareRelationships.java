package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import polyclinic.commons.access.care.CareConfig;
import polyclinic.commons.access.care.CareEvents;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Who has which patient in care: the one answer for all services. It is kept from events. An event may still be on its way
 * when a doctor opens the record right after the booking, so on a miss the owners are asked ({@link CareOwners}).
 */
@ApplicationScoped
public class CareRelationships {
    private final Instance<CareStore> store;
    private final CareOwners owners;
    private final OwnerAnswers answers;
    private final CareEvents events;
    /** The doctors whose accounts the store has: most events are about them, and tell nothing new. As many as a clinic has. */
    private final Set<UUID> heardOf = ConcurrentHashMap.newKeySet();

    CareRelationships(Instance<CareStore> store, CareOwners owners, OwnerAnswers answers, CareConfig config) {
        this.store = store;
        this.owners = owners;
        this.answers = answers;
        this.events = new CareEvents(config);
    }

    /**
     * Whether the calling doctor has the patient in care; {@link OwnerUnavailable} when only an owner could say and does not
     * answer.
     *
     * @param subject the {@code sub} of the doctor's account
     */
    public Uni<Boolean> includes(String subject, UUID patientId) {
        return store.get()
                .contains(subject, patientId)
                .chain(known -> known ? Uni.createFrom().item(true) : askOwners(subject, patientId));
    }

    /** Those known from events, for lists. */
    public Uni<Set<UUID>> patientsOf(String subject) {
        return store.get().patientsOf(subject);
    }

    /**
     * Takes over what events of {@code appointment.events} and {@code patient.events} say; others are passed over. Replaying
     * them has no effect.
     */
    public Uni<Void> record(List<CloudEvent> received) {
        List<DoctorAccount> told = events.toldAccounts(received).stream()
                .filter(account -> !heardOf.contains(account.doctorId()))
                .toList();
        List<DoctorAccount> accounts =
                Stream.concat(told.stream(), events.accounts(received).stream()).toList();
        return save(accounts, events.relationships(received))
                .invoke(() -> told.forEach(account -> heardOf.add(account.doctorId())));
    }

    /** What an owner said is kept, so that the next look finds it. */
    private Uni<Boolean> askOwners(String subject, UUID patientId) {
        return owners.ask(subject, patientId)
                .chain(found -> found.accounts().isEmpty() && found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : answers.keep(() -> save(found.accounts(), found.relationships()))
                                .replaceWith(!found.isEmpty()));
    }

    private Uni<Void> save(List<DoctorAccount> accounts, List<CareRelationship> relationships) {
        Uni<Void> saved =
                accounts.isEmpty() ? Uni.createFrom().voidItem() : store.get().saveAccounts(accounts);
        return relationships.isEmpty() ? saved : saved.chain(() -> store.get().save(relationships));
    }
}
