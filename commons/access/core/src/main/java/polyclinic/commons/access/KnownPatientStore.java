package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.UUID;

/** Where a service keeps which patients exist. */
public interface KnownPatientStore {
    Uni<Boolean> contains(UUID patientId);

    /** Adding one twice is adding it once. */
    Uni<Void> add(Collection<UUID> patientIds);
}
