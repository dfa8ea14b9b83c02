package polyclinic.prescription.dispensing.preparation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Asked;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Line;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Prescribed;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Stock;
import polyclinic.prescription.inventory.batches.UnknownBatch;
import polyclinic.prescription.inventory.ledger.BatchExpired;
import polyclinic.prescription.inventory.ledger.BatchRecalled;
import polyclinic.prescription.inventory.ledger.OutOfStock;
import polyclinic.prescription.prescriptions.ExceedsPrescribed;
import polyclinic.prescription.prescriptions.PrescriptionStatus;

/**
 * From which batches the lines of a request are taken: from the named one, else first expiry first, never from one that has
 * expired or was recalled, and only from what is counted in the unit of the prescription. It is made of what was read; that nobody took it meanwhile is the ledger's to say.
 */
final class StockPlan {
    /** Each becomes a line of an invoice, which has no more than these. */
    private static final int MAX_TAKES = 200;

    private final Prescribed prescription;
    private final LocalDate today;
    private final List<Take> takes = new ArrayList<>();
    private final Map<UUID, BigDecimal> taken = new HashMap<>();
    private final Map<UUID, BigDecimal> dispensed = new HashMap<>();

    /**
     * What one batch gives for one line.
     *
     * @param id of the dispensed line
     * @param reason of the substitution, or null
     * @param overrideReason why a conflict of the substitute is accepted, or null
     * @param codes that the formulary has of the medicine
     */
    record Take(
            UUID id,
            Line line,
            Stock stock,
            BigDecimal quantity,
            boolean substituted,
            @Nullable String reason,
            @Nullable String overrideReason,
            List<DispenseEvent.Code> codes) {}

    private StockPlan(Prescribed prescription, LocalDate today) {
        this.prescription = prescription;
        this.today = today;
    }

    /** Fails with the problem of the first line that cannot be dispensed. */
    static StockPlan of(DispensePrescription request, Prescribed prescription, LocalDate today, Instant now) {
        if (!prescription.status().isDispensable()) throw new NotDispensable(prescription.status());
        if (prescription.hasExpired(now)) throw new NotDispensable(PrescriptionStatus.EXPIRED);
        StockPlan plan = new StockPlan(prescription, today);
        for (int i = 0; i < request.items().size(); i++)
            plan.take(request.items().get(i), i);
        if (plan.takes.size() > MAX_TAKES)
            throw Problem.invalid(
                    "items",
                    "must come from no more than %d batches together; dispense them in parts".formatted(MAX_TAKES));
        return plan;
    }

    private void take(DispensePrescription.Line wanted, int index) {
        Line line = prescription.lines().stream()
                .filter(one -> one.itemId().equals(wanted.itemId()))
                .findFirst()
                .orElseThrow(() ->
                        Problem.invalid("items[%d].itemId".formatted(index), "must be an item of the prescription"));
        BigDecimal remaining = line.remaining().subtract(dispensed.getOrDefault(line.itemId(), BigDecimal.ZERO));
        if (wanted.quantity().compareTo(remaining) > 0) throw new ExceedsPrescribed(line.itemId(), remaining);
        Asked asked = line.asked().stream()
                .filter(one -> one.index() == index)
                .findFirst()
                .orElseThrow();
        Substitution substitution = Substitution.of(wanted, index, line, asked);
        take(wanted, index, line, asked, substitution);
        dispensed.merge(line.itemId(), wanted.quantity(), BigDecimal::add);
    }

    private void take(DispensePrescription.Line wanted, int index, Line line, Asked asked, Substitution substitution) {
        if (wanted.batchId() != null) requireUsable(wanted.batchId(), asked.stock());
        List<Stock> stock = inUnitOf(line, index, asked.stock());
        BigDecimal left = wanted.quantity();
        BigDecimal available = BigDecimal.ZERO;
        for (Stock batch : stock) {
            if (batch.recalled() || batch.isExpired(today)) continue;
            BigDecimal rest = batch.onHand().subtract(taken.getOrDefault(batch.batchId(), BigDecimal.ZERO));
            if (rest.signum() <= 0) continue;
            available = available.add(rest);
            BigDecimal portion = left.min(rest);
            if (portion.signum() <= 0) continue;
            taken.merge(batch.batchId(), portion, BigDecimal::add);
            takes.add(new Take(
                    Ids.next(),
                    line,
                    batch,
                    portion,
                    substitution.isOne(),
                    substitution.reason(),
                    substitution.overrideReason(),
                    asked.codes()));
            left = left.subtract(portion);
        }
        if (left.signum() > 0) throw missing(stock, available);
    }

    /** What is counted in the prescribed unit; where none is stated, all of it, provided that it is counted in one. */
    private static List<Stock> inUnitOf(Line line, int index, List<Stock> stock) {
        if (stock.isEmpty()) return stock;
        String unit = line.unit() == null ? stock.get(0).unit() : line.unit();
        List<Stock> same =
                stock.stream().filter(batch -> isSameUnit(batch.unit(), unit)).toList();
        boolean isMixed = line.unit() == null && same.size() < stock.size();
        if (same.isEmpty() || isMixed)
            throw new UnitMismatch(index, line.unit(), stock.get(0).unit());
        return same;
    }

    private static boolean isSameUnit(String one, String other) {
        return one.strip().equalsIgnoreCase(other.strip());
    }

    private void requireUsable(UUID batchId, List<Stock> stock) {
        Stock named = stock.stream()
                .filter(batch -> batch.batchId().equals(batchId))
                .findFirst()
                .orElseThrow(UnknownBatch::new);
        if (named.recalled()) throw new BatchRecalled();
        if (named.isExpired(today)) throw new BatchExpired();
    }

    /** Where nothing may leave although something is there, why it may not says more than that nothing is. */
    private Problem missing(List<Stock> stock, BigDecimal available) {
        if (available.signum() == 0 && stock.stream().anyMatch(batch -> batch.isExpired(today)))
            return new BatchExpired();
        if (available.signum() == 0 && stock.stream().anyMatch(Stock::recalled)) return new BatchRecalled();
        return OutOfStock.of(available);
    }

    List<Take> takes() {
        return takes;
    }

    /** By line of the prescription, what is dispensed of it now. */
    Map<UUID, BigDecimal> dispensed() {
        return dispensed;
    }

    /** The prescription's status afterwards. */
    PrescriptionStatus status() {
        boolean all = prescription.lines().stream()
                .allMatch(line -> line.remaining()
                                .subtract(dispensed.getOrDefault(line.itemId(), BigDecimal.ZERO))
                                .signum()
                        == 0);
        return all ? PrescriptionStatus.DISPENSED : PrescriptionStatus.PARTIALLY_DISPENSED;
    }
}
