package polyclinic.billing.restatements;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.messaging.restatements.Restatement;

/** What billing-service states again on {@code billing.events}, in the partition that it is about. */
@EventType("restatement.billing.v1")
public record BillingRestatement(@JsonUnwrapped Restatement restatement) implements Event {
    @Override
    public UUID aggregateId() {
        return Partitions.keyIn(restatement.partition(), restatement.partitions());
    }
}
