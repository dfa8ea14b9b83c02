package polyclinic.prescription.projections.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A price of the price list.
 *
 * @param toldAt the time of the event: the later one wins
 * @param kind {@code medicine}, {@code consultation} and so on
 * @param appliesTo what it is the price of, by its code, or null
 * @param taxRate a share, or null
 * @param validTo the last day, or null while there is none
 */
record KnownPrice(
        UUID id,
        Instant toldAt,
        String code,
        String kind,
        @Nullable String appliesTo,
        BigDecimal amount,
        String currency,
        @Nullable BigDecimal taxRate,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {}
