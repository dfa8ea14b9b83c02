package polyclinic.prescription.projections.patients;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link PatientIdentities}, held against what patient-service states. */
@ApplicationScoped
class PatientIdentityProjection implements Projection<PatientIdentity> {
    private final PatientIdentities identities;

    PatientIdentityProjection(PatientIdentities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "known_patient";
    }

    @Override
    public String kind() {
        return "patients";
    }

    @Override
    public PatientIdentity read(CloudEvent fact) {
        return fact.as(PatientEventListener.PatientData.class).asKnown();
    }

    @Override
    public UUID id(PatientIdentity row) {
        return row.id();
    }

    @Override
    public long version(PatientIdentity row) {
        return row.version();
    }

    @Override
    public boolean isSame(PatientIdentity kept, PatientIdentity stated) {
        return Objects.equals(kept.uhid(), stated.uhid())
                && Objects.equals(kept.givenName(), stated.givenName())
                && Objects.equals(kept.familyName(), stated.familyName())
                && Objects.equals(kept.birthDate(), stated.birthDate())
                && kept.birthDateEstimated() == stated.birthDateEstimated();
    }

    @Override
    public Uni<List<PatientIdentity>> kept(IdRange range) {
        return identities.inRange(range);
    }

    @Override
    public Uni<Void> put(List<PatientIdentity> stated) {
        return identities.mend(stated);
    }

    @Override
    public Uni<Void> putBack(List<PatientIdentity> stated) {
        return identities.replace(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return identities.remove(ids);
    }
}
