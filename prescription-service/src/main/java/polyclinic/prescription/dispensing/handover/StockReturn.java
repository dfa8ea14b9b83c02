package polyclinic.prescription.dispensing.handover;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.cancellation.PrescriptionVoiding;
import polyclinic.prescription.dispensing.Dispense.Portion;
import polyclinic.prescription.inventory.ledger.MovementKind;
import polyclinic.prescription.inventory.ledger.StockLedger;
import polyclinic.prescription.inventory.ledger.StockMovement;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionStatus;
import polyclinic.prescription.prescriptions.Prescriptions;

/**
 * What all ways back have in common, in the open transaction with the rows of prescription and dispense locked in this order: the
 * prescription has it to give again, the ledger its movements, and whoever listens the events. Where all has come back and the
 * appointment was cancelled meanwhile, nothing is given again: the prescription ends with it.
 */
@ApplicationScoped
class StockReturn {
    private final Prescriptions prescriptions;
    private final StockLedger ledger;
    private final PrescriptionVoiding voiding;
    private final Outbox outbox;
    private final Audit audit;
    private final CloudEventFactory envelopes;
    private final CurrentCaller caller;

    StockReturn(
            Prescriptions prescriptions,
            StockLedger ledger,
            PrescriptionVoiding voiding,
            Outbox outbox,
            Audit audit,
            CloudEventFactory envelopes,
            CurrentCaller caller) {
        this.prescriptions = prescriptions;
        this.ledger = ledger;
        this.voiding = voiding;
        this.outbox = outbox;
        this.audit = audit;
        this.envelopes = envelopes;
        this.caller = caller;
    }

    /**
     * @param kind of the movements; null when nothing goes back into stock
     * @param reason of the movements, or null
     */
    Uni<Void> bringBack(
            Prescription prescription,
            List<Portion> portions,
            @Nullable MovementKind kind,
            @Nullable String reason,
            AuditEntry entry,
            Event event,
            Instant now) {
        PrescriptionStatus before = prescription.status();
        prescription.takeBack(byPrescribedItem(portions), now);
        boolean changed = prescription.status() != before;
        return prescriptions
                .flush()
                .chain(() -> kind == null
                        ? Uni.createFrom().voidItem()
                        : ledger.append(portions.stream()
                                .map(portion -> movement(portion, kind, reason, now))
                                .toList()))
                .chain(() -> {
                    List<OutboxMessage> messages = new ArrayList<>(List.of(envelopes.event(event)));
                    if (changed)
                        messages.add(
                                envelopes.event(new PrescriptionEvent.Dispensed(prescription.snapshot(null, now))));
                    messages.add(audit.message(entry));
                    return outbox.append(messages);
                })
                .chain(() -> voiding.voidIfCancelled(prescription));
    }

    private static Map<UUID, BigDecimal> byPrescribedItem(List<Portion> portions) {
        Map<UUID, BigDecimal> sums = new HashMap<>();
        for (Portion portion : portions)
            sums.merge(portion.item().prescriptionItemId(), portion.quantity(), BigDecimal::add);
        return sums;
    }

    private StockMovement movement(Portion portion, MovementKind kind, @Nullable String reason, Instant now) {
        return StockMovement.back(
                portion.item().batchId(),
                portion.item().inventoryItemId(),
                kind,
                portion.quantity(),
                reason,
                portion.item().id(),
                caller.actor().subject(),
                now);
    }
}
