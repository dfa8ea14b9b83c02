package polyclinic.prescription.dispensing.handover;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.dispensing.Dispense;
import polyclinic.prescription.dispensing.Dispense.Claim;
import polyclinic.prescription.dispensing.Dispense.Portion;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.DispenseQueries;
import polyclinic.prescription.dispensing.DispenseView;
import polyclinic.prescription.dispensing.Dispenses;
import polyclinic.prescription.inventory.ledger.MovementKind;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.Prescriptions;

/** Medicines come back, from the patient or from the counter. They may go into stock again, or be destroyed. */
@ApplicationScoped
class DispenseReturn {
    private final Prescriptions prescriptions;
    private final Dispenses dispenses;
    private final DispenseQueries queries;
    private final StockReturn stock;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Clock clock;

    DispenseReturn(
            Prescriptions prescriptions,
            Dispenses dispenses,
            DispenseQueries queries,
            StockReturn stock,
            Idempotency idempotency,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.dispenses = dispenses;
        this.queries = queries;
        this.stock = stock;
        this.idempotency = idempotency;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<DispenseView>> takeBack(UUID id, ReturnDispense request, Caller caller) {
        return queries.see(id, caller)
                .chain(seen -> idempotency.once(
                        request,
                        () -> prescriptions.locked(seen.prescriptionId()).chain(prescription -> dispenses
                                .locked(id)
                                .call(dispense -> takeBack(prescription, dispense, request))
                                .map(DispenseView::of)
                                .map(view -> Answer.ok(view.version(), view))),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<Void> takeBack(Prescription prescription, Dispense dispense, ReturnDispense request) {
        Instant now = clock.instant();
        List<Portion> portions = dispense.takeBack(
                request.items().stream()
                        .map(line -> new Claim(line.itemId(), line.quantity()))
                        .toList(),
                now);
        return stock.bringBack(
                prescription,
                portions,
                request.restock() ? MovementKind.RETURN : null,
                request.reason(),
                audit.entry("return", "dispense", dispense.id(), dispense.patientId())
                        .withChangedFields(List.of("items"))
                        .withReason(request.reason()),
                new DispenseEvent.BroughtBack(
                        dispense.id(),
                        dispense.prescriptionId(),
                        dispense.patientId(),
                        portions.stream()
                                .map(portion -> portion.asEvent(request.restock()))
                                .toList(),
                        now),
                now);
    }
}
