package polyclinic.billing.prices;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.values.Money;

/** A price as clients see it; see {@link SetPrice}. */
record PriceView(
        UUID id,
        long version,
        String code,
        String name,
        ItemKind kind,
        Money price,
        @Schema(implementation = String.class) @Nullable String taxRate,
        @Nullable AppliesTo appliesTo,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {
    static final String PATH = "/api/v1/prices";

    static PriceView of(Price price) {
        return new PriceView(
                price.id(),
                price.version(),
                price.code(),
                price.name(),
                price.kind(),
                price.price(),
                price.taxRate() == null ? null : plain(price.taxRate()),
                price.appliesTo(),
                price.validFrom(),
                price.validTo());
    }

    String location() {
        return PATH + "/" + id;
    }

    static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
}
