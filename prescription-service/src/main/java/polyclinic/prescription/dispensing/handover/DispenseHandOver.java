package polyclinic.prescription.dispensing.handover;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.dispensing.Dispense;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.DispenseItem;
import polyclinic.prescription.dispensing.DispenseQueries;
import polyclinic.prescription.dispensing.DispenseView;
import polyclinic.prescription.dispensing.Dispenses;
import polyclinic.prescription.inventory.batches.StockBatches;

/** The patient picks up what was prepared, unless some of it was recalled or has expired since then. */
@ApplicationScoped
class DispenseHandOver {
    private final Dispenses dispenses;
    private final DispenseQueries queries;
    private final StockBatches batches;
    private final ClinicDays calendar;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    DispenseHandOver(
            Dispenses dispenses,
            DispenseQueries queries,
            StockBatches batches,
            ClinicDays calendar,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.dispenses = dispenses;
        this.queries = queries;
        this.batches = batches;
        this.calendar = calendar;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<DispenseView>> handOver(UUID id, Object request, Caller caller) {
        return queries.see(id, caller)
                .chain(seen -> idempotency.once(
                        request,
                        () -> dispenses
                                .locked(id)
                                .call(this::handOver)
                                .map(DispenseView::of)
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<Void> handOver(Dispense dispense) {
        Instant now = clock.instant();
        dispense.handOver(now);
        Set<UUID> given = dispense.items().stream()
                .filter(item -> item.rest().signum() > 0)
                .map(DispenseItem::batchId)
                .collect(Collectors.toSet());
        return batches.requireUsable(given, calendar.today())
                .chain(dispenses::flush)
                .chain(() -> outbox.append(
                        audit.entry("hand_over", "dispense", dispense.id(), dispense.patientId())
                                .withChangedFields(List.of("status")),
                        new DispenseEvent.HandedOver(
                                dispense.id(), dispense.prescriptionId(), dispense.patientId(), now)));
    }
}
