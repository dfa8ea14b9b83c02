package polyclinic.patient.registration;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.commons.web.Page;
import polyclinic.patient.care.CareRelationships;
import polyclinic.patient.events.PatientEvent;

/** Registering, reading, changing and finding patients. */
@ApplicationScoped
class Registration {
    private final Patients patients;
    private final PatientViews views;
    private final PhoneNumbers phones;
    private final CareRelationships care;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    Registration(
            Patients patients,
            PatientViews views,
            PhoneNumbers phones,
            CareRelationships care,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.views = views;
        this.phones = phones;
        this.care = care;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    /** @throws PossibleDuplicate (as a failure) unless {@code confirmedDistinct} */
    @WithTransaction
    Uni<Patient> register(RegisterPatient request, boolean confirmedDistinct) {
        Uni<String> uhid = request.uhid() != null ? Uni.createFrom().item(request.uhid()) : patients.nextUhid();
        return uhid.map(number -> new Patient(Ids.next(), number, request, phones, clock.instant()))
                .call(patient -> confirmedDistinct ? Uni.createFrom().voidItem() : refuseLikeness(patient))
                .call(patients::persistAndFlush)
                .call(patient ->
                        outbox.append(audit.entry("create", "patient", patient.id, patient.id), registered(patient)));
    }

    @WithTransaction
    Uni<Patient> change(UUID id, String ifMatch, JsonNode patch, Caller caller) {
        return patients.require(id, caller)
                .invoke(patient -> EntityTags.check(ifMatch, patient.version))
                .chain(patient -> {
                    RegisterPatient details =
                            MergePatch.apply(patient.details(), patch, RegisterPatient.class, validator);
                    List<String> changed = patient.change(details, phones, clock.instant());
                    if (changed.isEmpty()) return Uni.createFrom().item(patient);
                    return patients.flush()
                            .chain(() -> outbox.append(
                                    audit.entry("update", "patient", patient.id, patient.id)
                                            .withChangedFields(changed),
                                    updated(patient, changed)))
                            .replaceWith(patient);
                });
    }

    Uni<PatientView> read(UUID id, Caller caller) {
        return care.orLearn(id, caller, () -> views.require(id, caller)).call(patient -> audit.read("patient", id, id));
    }

    @WithSession
    Uni<Page<PatientView>> search(PatientSearch search, Caller caller) {
        return patients.search(search, caller)
                .chain(found -> patients.byIds(
                                found.stream().map(Patients.Found::id).toList())
                        .map(rows -> page(found, rows, search.limit())))
                .call(page -> audit.searched(
                        "patient",
                        page.items().size() == 1 ? page.items().get(0).id() : null));
    }

    /** The telephone number that a search means: E.164, or nothing when there can be no such number. */
    String phone(String text) {
        return phones.e164("phone", text);
    }

    private static Page<PatientView> page(List<Patients.Found> found, List<Patient> rows, int limit) {
        Map<UUID, Patient> byId = rows.stream().collect(Collectors.toMap(patient -> patient.id, Function.identity()));
        return Page.of(
                found,
                limit,
                match -> PatientView.of(byId.get(match.id())),
                match -> Cursor.encode(match.score().toPlainString(), match.id()));
    }

    private Uni<Void> refuseLikeness(Patient patient) {
        return patients.similarTo(patient)
                .invoke(candidates -> {
                    if (!candidates.isEmpty()) throw new PossibleDuplicate(candidates);
                })
                .replaceWithVoid();
    }

    private static PatientEvent registered(Patient patient) {
        return new PatientEvent.Registered(
                patient.id,
                patient.version,
                patient.uhid,
                patient.givenName,
                patient.familyName,
                patient.birthDate,
                patient.sex.name().toLowerCase(java.util.Locale.ROOT),
                patient.phone,
                patient.email);
    }

    private static PatientEvent updated(Patient patient, List<String> changed) {
        return new PatientEvent.Updated(
                patient.id,
                patient.version,
                patient.uhid,
                patient.givenName,
                patient.familyName,
                patient.birthDate,
                patient.sex.name().toLowerCase(java.util.Locale.ROOT),
                patient.phone,
                patient.email,
                changed);
    }
}
