package polyclinic.commons.postgres.reconciliation;

import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.restatements.Restatement;

/** Makes a restatement the service's event, whose key puts it into the partition of the restatement. */
public interface RestatementEvents {
    Event event(Restatement restatement);
}
