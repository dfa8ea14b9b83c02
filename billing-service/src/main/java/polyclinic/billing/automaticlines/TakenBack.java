package polyclinic.billing.automaticlines;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceLine;
import polyclinic.billing.invoices.InvoicedItem;

/** Which lines what was given back of a source is taken out of, each quantity once. */
final class TakenBack {
    private TakenBack() {}

    /**
     * @param back quantity by item
     * @param left what each line still has
     * @return quantity by line, of those from which any is taken
     */
    static Map<UUID, BigDecimal> byLine(
            List<InvoiceLine> lines, Map<UUID, BigDecimal> back, Map<UUID, BigDecimal> left) {
        Map<UUID, BigDecimal> unused = new HashMap<>(back);
        Map<UUID, BigDecimal> taken = new HashMap<>();
        for (InvoiceLine line : lines) {
            BigDecimal used = use(unused, itemOf(line), left.getOrDefault(line.id(), BigDecimal.ZERO));
            if (used.signum() > 0) taken.put(line.id(), used);
        }
        return taken;
    }

    /** What of a quantity can be taken, which is used up then. */
    static BigDecimal use(Map<UUID, BigDecimal> unused, @Nullable UUID item, BigDecimal most) {
        BigDecimal given = item == null ? null : unused.get(item);
        if (item == null || given == null || most.signum() <= 0) return BigDecimal.ZERO;
        BigDecimal used = given.min(most);
        unused.put(item, given.subtract(used));
        return used;
    }

    /** Whether a line is for the source as a whole: how much of it an item is, nobody can know. */
    static boolean hasWholeLine(List<InvoiceLine> lines) {
        return lines.stream().anyMatch(line -> itemOf(line) == null);
    }

    private static @Nullable UUID itemOf(InvoiceLine line) {
        InvoicedItem.Source of = line.source();
        return of == null ? null : of.itemId();
    }
}
