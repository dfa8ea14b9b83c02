package polyclinic.patient.patients;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;
import polyclinic.patient.details.DuplicateIdentifier;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.PhoneNumbers;

/** Registers a patient, unless a very similar person is registered already. */
@ApplicationScoped
class PatientRegistration {
    private final Patients patients;
    private final PatientQueries queries;
    private final PhoneNumbers phones;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PatientRegistration(
            Patients patients,
            PatientQueries queries,
            PhoneNumbers phones,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.patients = patients;
        this.queries = queries;
        this.phones = phones;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Fails with {@link PossibleDuplicate} for somebody like a registered patient and with {@link DuplicateIdentifier} for an e-mail
     * address that another has, unless {@code confirmedDistinct}; with 403 for a {@code provenance} that somebody else than an importer
     * sends.
     */
    Uni<Answer<PatientView>> register(PatientDetails details, boolean confirmedDistinct, Caller caller) {
        Provenance.requireSender(details.provenance(), caller);
        return idempotency.once(
                details,
                () -> create(details, confirmedDistinct)
                        .map(patient ->
                                Answer.created("/api/v1/patients/" + patient.id(), patient.version(), patient.view())),
                earlier -> queries.get(earlier.createdId(), caller).map(view -> Answer.ok(view.version(), view)));
    }

    private Uni<Patient> create(PatientDetails details, boolean confirmedDistinct) {
        Uni<String> uhid = details.uhid() != null ? Uni.createFrom().item(details.uhid()) : patients.nextUhid();
        return uhid.map(number -> new Patient(Ids.next(), number, details, phones, confirmedDistinct, clock.instant()))
                .call(patient -> confirmedDistinct
                        ? Uni.createFrom().voidItem()
                        : refuseDuplicate(patient).chain(() -> patients.requireOwnEmail(patient)))
                .call(patients::persistAndFlush)
                .call(patients::requireOwnIdentifiers)
                .call(patient -> outbox.append(
                        audit.entry("create", "patient", patient.id(), patient.id()),
                        new PatientEvent.Registered(patient.snapshot())));
    }

    private Uni<Void> refuseDuplicate(Patient patient) {
        return patients.similarTo(patient.details())
                .invoke(candidates -> {
                    if (!candidates.isEmpty()) throw new PossibleDuplicate(candidates);
                })
                .replaceWithVoid();
    }
}
