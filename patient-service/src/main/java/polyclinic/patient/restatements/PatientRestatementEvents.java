package polyclinic.patient.restatements;

import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.restatements.Restatement;
import polyclinic.commons.postgres.reconciliation.RestatementEvents;

@ApplicationScoped
class PatientRestatementEvents implements RestatementEvents {
    @Override
    public Event event(Restatement restatement) {
        return new PatientRestatement(restatement);
    }
}
