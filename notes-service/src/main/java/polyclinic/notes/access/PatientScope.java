package polyclinic.notes.access;

import com.mongodb.client.model.Filters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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

    /** For lists: narrowed to one patient when one is asked for, never widened. */
    public Uni<Bson> condition(Scope scope, @Nullable UUID patientId) {
        if (patientId != null)
            return access.reaches(scope, patientId).map(reached -> reached ? only(patientId) : NOBODY);
        return scope.match(
                () -> Uni.createFrom().item(EVERYBODY),
                own -> Uni.createFrom().item(only(own)),
                doctorSubject -> care.patientsOf(doctorSubject).map(patients -> Filters.in(FIELD, patients)),
                () -> Uni.createFrom().item(NOBODY));
    }

    /** For one document: fails with 404 when its patient is beyond the scope. */
    public Uni<Void> require(Scope scope, UUID patientId, String what) {
        return access.reaches(scope, patientId).map(reached -> {
            if (!reached) throw new NotFound(what);
            return null;
        });
    }

    private static Bson only(UUID patientId) {
        return Filters.eq(FIELD, patientId);
    }
}
