package polyclinic.prescription.dispensing.handover;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.dispensing.Dispense;
import polyclinic.prescription.dispensing.Dispense.Portion;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.Dispenses;
import polyclinic.prescription.inventory.ledger.MovementKind;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.billing.InvoiceHandler;

/**
 * What an invoice means for the dispense whose lines it has. Voided before the patient came, it brings the stock back, once: whatever
 * else is told, told again or told late finds the dispense ended. After the hand-over the medicines are the patient's, and come
 * back by a return only.
 */
@ApplicationScoped
class DispenseReversal implements InvoiceHandler {
    private static final String REASON = "The invoice was voided.";

    private final Prescriptions prescriptions;
    private final Dispenses dispenses;
    private final StockReturn stock;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    DispenseReversal(
            Prescriptions prescriptions,
            Dispenses dispenses,
            StockReturn stock,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.dispenses = dispenses;
        this.stock = stock;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Uni<Void> invoiced(UUID dispenseId, UUID invoiceId) {
        return dispenses
                .invoiced(dispenseId, invoiceId, clock.instant())
                .chain(patient -> patient == null
                        ? Uni.createFrom().voidItem()
                        : outbox.append(audit.entry("update", "dispense", dispenseId, patient)
                                .withChangedFields(List.of("invoiceId"))));
    }

    @Override
    public Uni<Void> voided(UUID dispenseId, UUID invoiceId) {
        return dispenses
                .prescriptionOf(dispenseId)
                .chain(known -> known == null
                        ? Uni.createFrom().voidItem()
                        : prescriptions.locked(known).chain(prescription -> dispenses
                                .locked(dispenseId)
                                .chain(dispense -> reverse(prescription, dispense, invoiceId))));
    }

    private Uni<Void> reverse(Prescription prescription, Dispense dispense, UUID invoiceId) {
        Instant now = clock.instant();
        List<Portion> portions = dispense.reverse(invoiceId, now);
        if (portions.isEmpty()) return Uni.createFrom().voidItem();
        return stock.bringBack(
                prescription,
                portions,
                MovementKind.REVERSAL,
                REASON,
                audit.entry("reverse", "dispense", dispense.id(), dispense.patientId())
                        .withChangedFields(List.of("status"))
                        .withReason(REASON),
                new DispenseEvent.Reversed(
                        dispense.id(),
                        dispense.prescriptionId(),
                        dispense.patientId(),
                        invoiceId,
                        portions.stream().map(portion -> portion.asEvent(true)).toList(),
                        now),
                now);
    }
}
