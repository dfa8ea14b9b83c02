package polyclinic.prescription.refills;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long the patient has what was dispensed, so that nobody is given a second supply while the first is nearly whole. The
 * quantity of an item lasts for its days, part of it for as great a part of them. What is fetched while something is left is used
 * after that: whoever comes a little early each time gains nothing by it.
 */
@ApplicationScoped
class DispensedSupply {
    /** Each portion and all after it, begun when that portion was fetched: the supply ends with the latest of these ends. */
    private static final String EARLIEST = """
            select cast(ceil(extract(epoch from max(ends - item_days * cast(:unused as double precision) * interval '1 day')))
                        as bigint) from (
              select i.duration_days as item_days,
                     coalesce(d.handed_over_at, d.prepared_at)
                       + sum((line.quantity - line.returned) / i.quantity * i.duration_days)
                           over (partition by i.id order by coalesce(d.handed_over_at, d.prepared_at) desc, line.id)
                         * interval '1 day' as ends
                from dispense d
                join dispense_item line on line.dispense_id = d.id
                join prescription_item i on i.id = line.prescription_item_id
               where d.prescription_id = :prescription and d.status <> 'REVERSED' and line.quantity > line.returned
                 and i.id in (:items)) portion""";

    /** The share that may be left; null where nobody asks. */
    private final @Nullable BigDecimal unused;

    /** @throws IllegalArgumentException for what is no share */
    DispensedSupply(RefillConfig config) {
        BigDecimal used = config.refillEarliest();
        if (used.signum() < 0 || used.compareTo(BigDecimal.ONE) > 0)
            throw new IllegalArgumentException("polyclinic.prescriptions.refill-earliest must be from 0 to 1");
        this.unused = used.signum() == 0 ? null : BigDecimal.ONE.subtract(used);
    }

    /**
     * From when on all of the items may be refilled; null where that is at any time. In the open transaction, with the prescription's
     * row locked: nothing of it is dispensed meanwhile.
     *
     * @param itemIds at least one
     */
    Uni<@Nullable Instant> refillableFrom(UUID prescriptionId, List<UUID> itemIds) {
        BigDecimal left = unused;
        if (left == null) return Uni.createFrom().nullItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(EARLIEST, Long.class)
                        .setParameter("prescription", prescriptionId)
                        .setParameter("items", itemIds)
                        .setParameter("unused", left.doubleValue())
                        .getSingleResultOrNull())
                .map(second -> second == null ? null : Instant.ofEpochSecond(second));
    }
}
