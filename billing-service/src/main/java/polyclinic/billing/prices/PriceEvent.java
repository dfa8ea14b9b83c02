package polyclinic.billing.prices;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;

/** Events about the price list that billing-service publishes on {@code billing.events}. */
public sealed interface PriceEvent extends Event {
    Snapshot snapshot();

    @Override
    default UUID aggregateId() {
        return snapshot().priceId();
    }

    /**
     * @param taxRate a decimal, or null
     * @param validTo last day, or null
     */
    record Snapshot(
            UUID priceId,
            long version,
            String code,
            String name,
            ItemKind kind,
            Money price,
            @Nullable String taxRate,
            @Nullable AppliesTo appliesTo,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            Instant occurredAt) {}

    @EventType("price.set.v1")
    record Set(@JsonUnwrapped Snapshot snapshot) implements PriceEvent {}

    /** It has a last day now, or an earlier one. */
    @EventType("price.ended.v1")
    record Ended(@JsonUnwrapped Snapshot snapshot) implements PriceEvent {}
}
