package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Which patients exist: the one answer for services that keep no more of a patient than that. It is kept from events; on a
 * miss patient-service is asked in the caller's name, so a client may go on right after registering.
 */
@ApplicationScoped
public class KnownPatients {
    private static final Set<String> TYPES = Set.of("patient.registered.v1", "patient.updated.v1");

    private final Instance<KnownPatientStore> store;
    private final PatientServiceClient owner;
    private final CurrentCaller caller;
    private final OwnerAnswers answers;

    KnownPatients(
            Instance<KnownPatientStore> store,
            @RestClient PatientServiceClient owner,
            CurrentCaller caller,
            OwnerAnswers answers) {
        this.store = store;
        this.owner = owner;
        this.caller = caller;
        this.answers = answers;
    }

    /** {@link OwnerUnavailable} when only patient-service could say and does not answer. */
    public Uni<Boolean> exists(UUID patientId) {
        return store.get()
                .contains(patientId)
                .chain(known -> known ? Uni.createFrom().item(true) : askOwner(patientId));
    }

    /** Takes over what events of {@code patient.events} say; others are passed over. Replaying them has no effect. */
    public Uni<Void> record(List<CloudEvent> events) {
        Set<UUID> ids = events.stream()
                .filter(event -> TYPES.contains(event.type()))
                .map(event -> Objects.requireNonNull(event.as(Fields.class).patientId(), "patientId"))
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Uni.createFrom().voidItem() : store.get().add(ids);
    }

    private Uni<Boolean> askOwner(UUID patientId) {
        String bearer = caller.bearer();
        if (bearer == null) return Uni.createFrom().item(false);
        return OwnerLookup.ask("patient-service", owner.patient("Bearer " + bearer, patientId))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : answers.keep(() -> store.get().add(List.of(patientId)))
                                .replaceWith(true));
    }

    private record Fields(@Nullable UUID patientId) {}
}
