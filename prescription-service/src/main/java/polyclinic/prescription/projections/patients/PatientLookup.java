package polyclinic.prescription.projections.patients;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.prescription.clients.PatientsClient;

/** Asks patient-service in the caller's name. Must not be called inside a transaction. */
@ApplicationScoped
public class PatientLookup {
    private static final String OWNER = "patient-service";
    private static final int PAGE_LIMIT = 200;
    private static final int MAX_PAGES = 50;

    private final PatientIdentities identities;
    private final PatientAllergies allergies;
    private final PatientsClient client;
    private final CurrentCaller caller;

    PatientLookup(
            PatientIdentities identities,
            PatientAllergies allergies,
            @RestClient PatientsClient client,
            CurrentCaller caller) {
        this.identities = identities;
        this.allergies = allergies;
        this.client = client;
        this.caller = caller;
    }

    /** Makes sure that a patient's name is known for a document; does nothing when the owner does not answer. */
    public Uni<Void> prepare(UUID patientId) {
        return identities.find(patientId).chain(known -> {
            if (known != null || caller.bearer() == null)
                return Uni.createFrom().voidItem();
            return OwnerLookup.ask(OWNER, client.patient(authorization(), patientId))
                    .chain(answer -> answer.map(this::save)
                            .orElseGet(() -> Uni.createFrom().voidItem()))
                    .onFailure(OwnerUnavailable.class)
                    .recoverWithNull();
        });
    }

    /**
     * The patient's allergies. The owner is asked first, because the event of an allergy recorded a moment ago may not have arrived
     * yet; when the owner does not answer, the allergies known from events are returned.
     *
     * @return empty when neither the owner nor any event has the patient
     */
    public Uni<Optional<AllergyList>> allergies(UUID patientId) {
        if (caller.bearer() == null) return fromEvents(patientId);
        return OwnerLookup.ask(OWNER, page(patientId, null, new Answers(), 1))
                .onFailure(OwnerUnavailable.class)
                .recoverWithItem(Optional.empty())
                .chain(answer -> {
                    if (answer.isPresent()) return Uni.createFrom().item(answer.map(Answers::list));
                    Log.warnf("allergies of a patient are taken from events: %s did not answer", OWNER);
                    return fromEvents(patientId);
                });
    }

    /** The allergies that are known from events, read in the open transaction. */
    public Uni<List<KnownAllergy>> knownAllergies(UUID patientId) {
        return allergies.inTransaction(patientId);
    }

    private Uni<Void> save(PatientsClient.Patient patient) {
        PatientIdentity identity = new PatientIdentity(
                patient.id(),
                patient.version(),
                patient.uhid(),
                patient.givenName(),
                patient.familyName(),
                patient.birthDate(),
                Boolean.TRUE.equals(patient.birthDateEstimated()));
        return identities.save(List.of(identity));
    }

    private Uni<Optional<AllergyList>> fromEvents(UUID patientId) {
        return identities
                .find(patientId)
                .chain(patient -> patient == null
                        ? Uni.createFrom().item(Optional.empty())
                        : allergies.of(patientId).map(Optional::of));
    }

    /** What the pages so far have told. */
    private static final class Answers {
        private final List<KnownAllergy> allergies = new ArrayList<>();
        private boolean noneKnown;

        void add(PatientsClient.Allergy allergy) {
            if (!allergy.isActive()) return;
            KnownAllergy known = known(allergy);
            if (NoKnownAllergyStatement.isStatement(allergy.noKnownAllergies(), known)) noneKnown = true;
            else allergies.add(known);
        }

        AllergyList list() {
            return new AllergyList(allergies, noneKnown, true);
        }
    }

    private Uni<Answers> page(UUID patientId, @Nullable String after, Answers found, int number) {
        return client.allergies(authorization(), patientId, PAGE_LIMIT, after).chain(page -> {
            page.items().forEach(found::add);
            if (page.next() == null) return Uni.createFrom().item(found);
            if (number == MAX_PAGES) return Uni.createFrom().failure(new IOException("endless pages"));
            return page(patientId, page.next(), found, number + 1);
        });
    }

    private String authorization() {
        return "Bearer " + caller.bearer();
    }

    private static KnownAllergy known(PatientsClient.Allergy allergy) {
        PatientsClient.Substance substance = allergy.substance();
        return substance == null
                ? new KnownAllergy(allergy.id(), null, null, null, allergy.criticality())
                : new KnownAllergy(
                        allergy.id(), substance.code(), substance.system(), substance.name(), allergy.criticality());
    }
}
