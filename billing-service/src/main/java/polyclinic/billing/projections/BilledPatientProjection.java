package polyclinic.billing.projections;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link BilledPatients}, held against what patient-service states. */
@ApplicationScoped
class BilledPatientProjection implements Projection<BilledPatient> {
    private final BilledPatients patients;

    BilledPatientProjection(BilledPatients patients) {
        this.patients = patients;
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
    public BilledPatient read(CloudEvent fact) {
        return fact.as(BilledPatientListener.PatientFields.class).asBilled();
    }

    @Override
    public UUID id(BilledPatient row) {
        return row.id();
    }

    @Override
    public long version(BilledPatient row) {
        return row.version();
    }

    @Override
    public boolean isSame(BilledPatient kept, BilledPatient stated) {
        return Objects.equals(kept.uhid(), stated.uhid())
                && Objects.equals(kept.givenName(), stated.givenName())
                && Objects.equals(kept.familyName(), stated.familyName());
    }

    @Override
    public Uni<List<BilledPatient>> kept(IdRange range) {
        return patients.inRange(range);
    }

    @Override
    public Uni<Void> put(List<BilledPatient> stated) {
        return patients.mend(stated);
    }

    @Override
    public Uni<Void> putBack(List<BilledPatient> stated) {
        return patients.replace(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return patients.remove(ids);
    }
}
