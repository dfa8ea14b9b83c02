package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Scope;

/** Whether one patient lies within a scope. */
@ApplicationScoped
public class PatientAccess {
    private final CareRelationships care;
    private final KnownPatients patients;

    PatientAccess(CareRelationships care, KnownPatients patients) {
        this.care = care;
        this.patients = patients;
    }

    /** Whether the scope reaches the patient, who is not asked to exist when it reaches all. */
    public Uni<Boolean> reaches(Scope scope, UUID patientId) {
        return scope.match(
                () -> Uni.createFrom().item(true),
                own -> Uni.createFrom().item(own.equals(patientId)),
                doctorSubject -> care.includes(doctorSubject, patientId),
                (own, doctorSubject) ->
                        own.equals(patientId) ? Uni.createFrom().item(true) : care.includes(doctorSubject, patientId),
                () -> Uni.createFrom().item(false));
    }

    /** Whether the scope reaches the patient and there is such a patient. */
    public Uni<Boolean> exists(Scope scope, UUID patientId) {
        return scope instanceof Scope.All ? patients.exists(patientId) : reaches(scope, patientId);
    }

    /** Fails with {@link UnknownPatient} unless {@link #exists}. */
    public Uni<Void> require(Scope scope, UUID patientId) {
        return exists(scope, patientId).map(exists -> {
            if (!exists) throw new UnknownPatient(patientId);
            return null;
        });
    }
}
