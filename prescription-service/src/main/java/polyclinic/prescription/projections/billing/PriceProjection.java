package polyclinic.prescription.projections.billing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link KnownPrices}, held against what billing-service states. No version is kept of them. */
@ApplicationScoped
class PriceProjection implements Projection<KnownPrice> {
    private final KnownPrices prices;

    PriceProjection(KnownPrices prices) {
        this.prices = prices;
    }

    @Override
    public String name() {
        return "known_price";
    }

    @Override
    public String kind() {
        return "prices";
    }

    @Override
    public KnownPrice read(CloudEvent fact) {
        return fact.as(BillingEventListener.PriceData.class).asKnown(fact.time());
    }

    @Override
    public UUID id(KnownPrice row) {
        return row.id();
    }

    @Override
    public long version(KnownPrice row) {
        return 0;
    }

    @Override
    public boolean isSame(KnownPrice kept, KnownPrice stated) {
        return kept.code().equals(stated.code())
                && kept.kind().equals(stated.kind())
                && Objects.equals(kept.appliesTo(), stated.appliesTo())
                && isEqual(kept.amount(), stated.amount())
                && kept.currency().equals(stated.currency())
                && isEqual(kept.taxRate(), stated.taxRate())
                && kept.validFrom().equals(stated.validFrom())
                && Objects.equals(kept.validTo(), stated.validTo());
    }

    /** 12.5 is 12.50. */
    private static boolean isEqual(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? one == other : one.compareTo(other) == 0;
    }

    @Override
    public Uni<List<KnownPrice>> kept(IdRange range) {
        return prices.inRange(range);
    }

    @Override
    public Uni<Void> put(List<KnownPrice> stated) {
        return prices.replace(stated);
    }

    /** Never called: of what has no version none is ahead. */
    @Override
    public Uni<Void> putBack(List<KnownPrice> stated) {
        return prices.replace(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return prices.remove(ids);
    }
}
