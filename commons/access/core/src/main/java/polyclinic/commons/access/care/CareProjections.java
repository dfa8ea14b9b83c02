package polyclinic.commons.access.care;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import polyclinic.commons.reconciliation.Projection;

/** What is stated by itself is compared by itself: each basis of care is. */
@ApplicationScoped
class CareProjections {
    private final Instance<CareStore> store;
    private final CareConfig config;
    private final Clock clock;

    CareProjections(Instance<CareStore> store, CareConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Produces
    @ApplicationScoped
    Projection<CareRelationship> ofAppointments() {
        return new CareProjection(CareBasis.APPOINTMENT, "appointments", store, config, clock);
    }

    @Produces
    @ApplicationScoped
    Projection<CareRelationship> ofQueueEntries() {
        return new CareProjection(CareBasis.QUEUE_ENTRY, "queue-entries", store, config, clock);
    }

    @Produces
    @ApplicationScoped
    Projection<CareRelationship> ofEmergencyAccesses() {
        return new CareProjection(CareBasis.EMERGENCY_ACCESS, "emergency-accesses", store, config, clock);
    }
}
