package polyclinic.billing.automaticlines;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.Visit;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.AppliesTo;
import polyclinic.commons.values.Money;

/**
 * What was done or handed out, as its event tells it.
 *
 * @param appointmentId or null
 * @param doctorId whose revenue it is, or null
 */
record PerformedService(
        InvoicedItem.Source source,
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @Nullable UUID doctorId,
        List<Part> parts) {

    /** The results of a laboratory request come one by one, and each test is charged when it has one. */
    boolean isLaboratory() {
        return source.type() == InvoicedItem.Source.Type.LAB_REQUEST;
    }

    /** What it was done for, or null. */
    @Nullable
    Visit visit() {
        return Visit.of(appointmentId, encounterId);
    }

    /** What some of its parts are charged as. */
    List<InvoicedItem.Source> charged(List<Part> some) {
        return some.stream().map(part -> sourceOf(part).charged()).distinct().toList();
    }

    InvoicedItem.Source sourceOf(Part part) {
        return new InvoicedItem.Source(source.type(), source.id(), part.itemId());
    }

    /**
     * One line of it.
     *
     * @param at when it was done: its price is that of the day
     * @param codes by which its price is found, the most special first
     * @param unitPrice what the event says, or null: then the price list says it
     * @param itemId which part of the source, or null
     */
    record Part(
            Instant at,
            String description,
            ItemKind kind,
            AppliesTo.Type priceOf,
            List<String> codes,
            BigDecimal quantity,
            @Nullable Money unitPrice,
            @Nullable BigDecimal taxRate,
            @Nullable UUID itemId) {}
}
