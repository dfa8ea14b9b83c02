package polyclinic.patient.patients;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.search.PatientMatching;
import polyclinic.patient.search.PatientMatching.Match;
import polyclinic.patient.search.PatientSearch;

/** Reads and finds patients. Every read is audited before it is answered. */
@ApplicationScoped
class PatientQueries {
    private final Patients patients;
    private final PatientMatching matching;
    private final PatientRecords records;
    private final PatientAccess access;
    private final CareRelationships care;
    private final Audit audit;

    PatientQueries(
            Patients patients,
            PatientMatching matching,
            PatientRecords records,
            PatientAccess access,
            CareRelationships care,
            Audit audit) {
        this.patients = patients;
        this.matching = matching;
        this.records = records;
        this.access = access;
        this.care = care;
        this.audit = audit;
    }

    Uni<PatientView> get(UUID id, Caller caller) {
        Scope scope = PatientAccessPolicy.PATIENTS.scope(caller);
        return records.require(id, scope)
                .onFailure(NotFound.class)
                .recoverWithUni(missing -> askOwner(id, scope, missing))
                .onFailure(NotFound.class)
                .recoverWithUni(missing -> records.refuse(id))
                .chain(patient -> asSeen(patient, scope, PatientAccessPolicy.CONTACTS.scope(caller)))
                .call(patient -> audit.read("patient", id, id));
    }

    /** A doctor may open a record right after the booking, before its event has arrived here; then the owner's word counts. */
    private Uni<PatientView> askOwner(UUID id, Scope scope, Throwable missing) {
        if (scope.doctorSubject() == null) return Uni.createFrom().failure(missing);
        return access.reaches(scope, id)
                .chain(reached -> reached
                        ? records.require(id, Scope.ALL)
                        : Uni.createFrom().failure(missing));
    }

    Uni<Page<PatientView>> search(PatientSearch search, Caller caller) {
        Scope scope = PatientAccessPolicy.PATIENTS.scope(caller);
        Scope contacts = PatientAccessPolicy.CONTACTS.scope(caller);
        if (scope instanceof Scope.All && !contacts.equals(scope)) search.requireOnePerson();
        return matching.search(search, scope)
                .chain(matches -> Panache.withSession(
                        () -> patients.byIds(matches.stream().map(Match::id).toList())
                                .map(rows -> page(matches, rows, search.limit()))))
                .chain(page -> contacts.equals(scope) ? Uni.createFrom().item(page) : asSeen(page, contacts))
                .call(page -> audit.searched("patient", page.items()));
    }

    /** What the caller was allowed to open, as far as their roles see it. */
    private Uni<PatientView> asSeen(PatientView patient, Scope scope, Scope contacts) {
        if (contacts.equals(scope)) return Uni.createFrom().item(patient);
        return access.reaches(contacts, patient.id())
                // Who the patient is may be shown without an answer.
                .onFailure(OwnerUnavailable.class)
                .recoverWithItem(false)
                .map(whole -> whole ? patient : patient.identity());
    }

    private Uni<Page<PatientView>> asSeen(Page<PatientView> page, Scope contacts) {
        String doctor = contacts.doctorSubject();
        Uni<Set<UUID>> inCare = doctor == null ? Uni.createFrom().item(Set.of()) : care.patientsOf(doctor);
        return inCare.map(known -> new Page<>(
                page.items().stream()
                        .map(patient ->
                                known.contains(patient.id()) || patient.id().equals(contacts.patientId())
                                        ? patient
                                        : patient.identity())
                        .toList(),
                page.next()));
    }

    private static Page<PatientView> page(List<Match> matches, List<Patient> rows, int limit) {
        Map<UUID, Patient> byId = rows.stream().collect(Collectors.toMap(Patient::id, Function.identity()));
        return Page.of(
                matches,
                limit,
                match -> Objects.requireNonNull(byId.get(match.id())).view(),
                match -> Cursor.encode(match.score().toPlainString(), match.id()));
    }
}
