package polyclinic.prescription.dispensing.preparation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.DispenseStatus;
import polyclinic.prescription.dispensing.DispenseView;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Prescribed;
import polyclinic.prescription.dispensing.preparation.StockPlan.Take;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionStatus;

/**
 * A dispense as it is about to be written.
 *
 * @param conflicting the lines of the prescription whose substitute conflicts, which somebody accepts
 */
record PreparedDispense(
        UUID id, Prescribed prescription, StockPlan plan, Set<UUID> conflicting, String preparedBy, Instant now) {
    /** Null unless there is a conflict. */
    @Nullable
    String overrideReason(Take take) {
        return take.substituted() && conflicting.contains(take.line().itemId()) ? take.overrideReason() : null;
    }

    /** Of all lines, for the audit trail; null when there is none. */
    @Nullable
    String overrideReasons() {
        String reasons = takes().stream()
                .map(this::overrideReason)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? null : reasons;
    }

    List<Take> takes() {
        return plan.takes();
    }

    /** The prescription's status afterwards. */
    PrescriptionStatus status() {
        return plan.status();
    }

    DispenseView view() {
        return new DispenseView(
                id,
                0,
                prescription.id(),
                prescription.patientId(),
                DispenseStatus.PREPARED,
                takes().stream().map(this::item).toList(),
                null,
                now,
                null,
                null,
                now);
    }

    private DispenseView.Item item(Take take) {
        return new DispenseView.Item(
                take.id(),
                take.line().itemId(),
                take.stock().inventoryItemId(),
                take.stock().batchId(),
                take.stock().medicationId(),
                take.stock().name(),
                take.quantity(),
                BigDecimal.ZERO,
                take.stock().unit(),
                DispenseView.money(take.stock().price(), take.stock().currency()),
                DispenseView.rate(take.stock().taxRate()),
                take.substituted(),
                take.reason(),
                overrideReason(take));
    }

    DispenseEvent.Prepared event() {
        return new DispenseEvent.Prepared(
                id,
                prescription.id(),
                prescription.patientId(),
                prescription.encounterId(),
                prescription.appointmentId(),
                prescription.doctorId(),
                takes().stream().map(PreparedDispense::eventItem).toList(),
                now);
    }

    private static DispenseEvent.Item eventItem(Take take) {
        var stock = take.stock();
        var line = take.line();
        return new DispenseEvent.Item(
                take.id(),
                line.itemId(),
                stock.inventoryItemId(),
                stock.batchId(),
                stock.medicationId(),
                codes(take),
                stock.sku(),
                stock.name(),
                take.quantity().toPlainString(),
                stock.unit(),
                stock.price() == null || stock.currency() == null
                        ? null
                        : new DispenseEvent.Price(stock.price().toPlainString(), stock.currency()),
                stock.taxRate() == null ? null : stock.taxRate().toPlainString());
    }

    /** Those that the formulary has of the medicine, and the one that the doctor wrote unless it is another medicine. */
    private static List<DispenseEvent.Code> codes(Take take) {
        Set<DispenseEvent.Code> codes = new LinkedHashSet<>(take.codes());
        String written = take.line().code();
        if (written != null && !take.substituted())
            codes.add(new DispenseEvent.Code(take.line().system(), written));
        return List.copyOf(codes);
    }

    PrescriptionEvent.Dispensed prescriptionEvent() {
        return new PrescriptionEvent.Dispensed(new PrescriptionEvent.Snapshot(
                prescription.id(),
                prescription.version() + 1,
                prescription.appointmentId(),
                prescription.encounterId(),
                prescription.patientId(),
                prescription.doctorId(),
                status().name().toLowerCase(Locale.ROOT),
                prescription.lines().stream()
                        .map(line -> new PrescriptionEvent.Item(
                                line.itemId(),
                                line.medicationId(),
                                line.name(),
                                line.dose(),
                                line.frequency(),
                                line.quantity().toPlainString(),
                                line.unit()))
                        .toList(),
                prescription.documentAssetId(),
                prescription.expiresAt(),
                null,
                now));
    }
}
