package polyclinic.appointment.projections;

import io.smallrye.mutiny.Uni;
import polyclinic.commons.messaging.CloudEvent;

/** What else happens here when somebody opens a record in an emergency; projections know no feature. */
public interface EmergencyAccessHandler {
    /** In the open transaction, once for an event. */
    Uni<Void> granted(CloudEvent event);
}
