package polyclinic.patient.restatements;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.messaging.restatements.Restatement;

/** What patient-service states again on {@code patient.events}, in the partition that it is about. */
@EventType("restatement.patient.v1")
public record PatientRestatement(@JsonUnwrapped Restatement restatement) implements Event {
    @Override
    public UUID aggregateId() {
        return Partitions.keyIn(restatement.partition(), restatement.partitions());
    }
}
