package polyclinic.patient.visibility;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.patient.access.PatientAccessPolicy;

/**
 * Says whom a caller may see. Who asks goes on to tell the caller of these patients, so they are entered into the trail as shown
 * before they are named; of the others the caller has asked nothing and learns nothing.
 */
@ApplicationScoped
class VisibilityQueries {
    private final CareRelationships care;
    private final Audit audit;

    VisibilityQueries(CareRelationships care, Audit audit) {
        this.care = care;
        this.audit = audit;
    }

    Uni<VisiblePatients> visible(VisibilityQuestion question, Caller caller) {
        Set<UUID> asked = new LinkedHashSet<>(question.patientIds());
        return reached(scope(question, caller), asked, question)
                .map(visible -> new VisiblePatients(
                        asked.stream().filter(visible::contains).toList()))
                .call(visible -> visible.patientIds().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.record(audit.entry("follow", "patient", null, null), visible.patientIds()));
    }

    private static Scope scope(VisibilityQuestion question, Caller caller) {
        Set<String> roles = caller.roles().stream().filter(question::counts).collect(Collectors.toUnmodifiableSet());
        return PatientAccessPolicy.FOLLOWED.scope(new Caller(
                caller.subject(), caller.name(), roles, caller.patientId(), caller.ip(), caller.userAgent()));
    }

    private Uni<Set<UUID>> reached(Scope scope, Set<UUID> asked, VisibilityQuestion question) {
        return scope.match(
                () -> Uni.createFrom().item(asked),
                own -> Uni.createFrom().item(Set.of(own)),
                doctor -> inCare(doctor, asked, question),
                (own, doctor) -> inCare(doctor, asked, question).map(inCare -> with(inCare, own)),
                () -> Uni.createFrom().item(Set.of()));
    }

    private Uni<Set<UUID>> inCare(String doctor, Set<UUID> asked, VisibilityQuestion question) {
        return care.patientsOf(doctor).chain(known -> {
            List<UUID> open = asked.stream()
                    .filter(patient -> !known.contains(patient) && question.asksOwners(patient))
                    .toList();
            Uni<Set<UUID>> found = Uni.createFrom().item(known);
            for (UUID patient : open)
                found = found.chain(
                        so -> care.includes(doctor, patient).map(included -> included ? with(so, patient) : so));
            return found;
        });
    }

    private static Set<UUID> with(Set<UUID> some, UUID another) {
        Set<UUID> all = new LinkedHashSet<>(some);
        all.add(another);
        return all;
    }
}
