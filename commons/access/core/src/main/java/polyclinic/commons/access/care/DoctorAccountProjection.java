package polyclinic.commons.access.care;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** The accounts by which doctors have care, held against what appointment-service states. */
@ApplicationScoped
class DoctorAccountProjection implements Projection<DoctorAccount> {
    private final Instance<CareStore> store;
    private final CareConfig config;
    private final CareEvents events;

    DoctorAccountProjection(Instance<CareStore> store, CareConfig config) {
        this.store = store;
        this.config = config;
        this.events = new CareEvents(config);
    }

    @Override
    public String name() {
        return "care_doctor";
    }

    @Override
    public String kind() {
        return "doctors";
    }

    @Override
    public boolean isKept() {
        return config.keepsCare() && !store.isUnsatisfied();
    }

    @Override
    public @Nullable DoctorAccount read(CloudEvent fact) {
        return events.accounts(List.of(fact)).stream().findFirst().orElse(null);
    }

    @Override
    public UUID id(DoctorAccount row) {
        return row.doctorId();
    }

    @Override
    public long version(DoctorAccount row) {
        return row.version();
    }

    @Override
    public boolean isSame(DoctorAccount kept, DoctorAccount stated) {
        return Objects.equals(kept.subject(), stated.subject());
    }

    @Override
    public Uni<List<DoctorAccount>> kept(IdRange range) {
        return store.get().keptAccounts(range);
    }

    @Override
    public Uni<Void> put(List<DoctorAccount> stated) {
        return store.get().mendAccounts(stated);
    }

    @Override
    public Uni<Void> putBack(List<DoctorAccount> stated) {
        return store.get().replaceAccounts(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return store.get().removeAccounts(ids);
    }
}
