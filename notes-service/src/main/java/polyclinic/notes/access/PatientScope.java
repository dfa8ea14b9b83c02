package polyclinic.notes.access;

import com.mongodb.client.model.Filters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;

/** Scopes as conditions of queries: whose documents may be found. */
@ApplicationScoped
public class PatientScope {
    private static final String FIELD = "patientId";

    static final Bson EVERYBODY = Filters.empty();
    static final Bson NOBODY = Filters.in(FIELD, Set.of());

    private final PatientAccess access;
    private final CareRelationships care;

    PatientScope(PatientAccess access, CareRelationships care) {
        this.access = access;
        this.care = care;
    }

    /**
     * What a list may show.
     *
     * @param condition of its documents
     * @param reachesPatient whether the patient who was asked for is within reach; true when none was
     */
    public record Reach(Bson condition, boolean reachesPatient) {}

    /** For lists: narrowed to one patient when one is asked for, never widened. */
    public Uni<Reach> reach(Scope scope, @Nullable UUID patientId) {
        if (patientId != null)
            return access.reaches(scope, patientId)
                    .map(reached -> new Reach(reached ? only(patientId) : NOBODY, reached));
        return everybody(scope).map(condition -> new Reach(condition, true));
    }

    private Uni<Bson> everybody(Scope scope) {
        return scope.match(
                () -> Uni.createFrom().item(EVERYBODY),
                own -> Uni.createFrom().item(only(own)),
                doctorSubject -> care.patientsOf(doctorSubject).map(patients -> Filters.in(FIELD, patients)),
                (own, doctorSubject) -> care.patientsOf(doctorSubject).map(patients -> either(own, patients)),
                () -> Uni.createFrom().item(NOBODY));
    }

    /**
     * For lists in which a part is open to more callers than the whole: everything within the scope of the whole, and what
     * belongs to the part within the scope of the part.
     *
     * @param part the condition that makes a document one of the part
     */
    public Uni<Reach> reach(Scope whole, Scope partial, Bson part, @Nullable UUID patientId) {
        if (whole.equals(partial)) return reach(whole, patientId);
        return reach(partial, patientId)
                .map(open -> new Reach(Filters.and(part, open.condition()), open.reachesPatient()))
                .chain(open -> whole.equals(Scope.NONE)
                        ? Uni.createFrom().item(open)
                        : reach(whole, patientId)
                                .map(all -> new Reach(
                                        Filters.or(all.condition(), open.condition()),
                                        all.reachesPatient() || open.reachesPatient())));
    }

    /** Whether one patient is within the scope. */
    public Uni<Boolean> reaches(Scope scope, UUID patientId) {
        return access.reaches(scope, patientId);
    }

    /** For one document: fails with 404, which the audit trail knows as denied, when its patient is beyond the scope. */
    public Uni<Void> require(Scope scope, UUID patientId, String what, UUID id) {
        return access.reaches(scope, patientId).map(reached -> {
            if (!reached) throw new NotFound(what).about(what.replace(' ', '_'), id, patientId);
            return null;
        });
    }

    /** For one document of which a part is open to more callers than the whole. @param isPart whether it is one of the part */
    public Uni<Void> require(Scope whole, Scope partial, boolean isPart, UUID patientId, String what, UUID id) {
        if (!isPart || whole.equals(partial)) return require(whole, patientId, what, id);
        return access.reaches(whole, patientId)
                .chain(reached -> reached ? Uni.createFrom().voidItem() : require(partial, patientId, what, id));
    }

    private static Bson either(UUID own, Set<UUID> inCare) {
        Set<UUID> patients = new HashSet<>(inCare);
        patients.add(own);
        return Filters.in(FIELD, patients);
    }

    private static Bson only(UUID patientId) {
        return Filters.eq(FIELD, patientId);
    }
}
