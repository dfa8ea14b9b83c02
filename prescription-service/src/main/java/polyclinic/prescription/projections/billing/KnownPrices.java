package polyclinic.prescription.projections.billing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Prices in this service's database. What was told last wins, whatever the order of arrival. */
@ApplicationScoped
class KnownPrices {
    private static final String UPSERT = """
            insert into known_price as known
                (id, told_at, code, kind, applies_to, amount, currency, tax_rate, valid_from, valid_to)
            values ($1, $2, $3, $4, $5, $6::text::numeric, $7, $8::text::numeric, $9, $10)
            on conflict (id) do update
               set told_at = excluded.told_at, code = excluded.code, kind = excluded.kind, applies_to = excluded.applies_to,
                   amount = excluded.amount, currency = excluded.currency, tax_rate = excluded.tax_rate,
                   valid_from = excluded.valid_from, valid_to = excluded.valid_to
             where known.told_at <= excluded.told_at""";

    private final Pool pool;

    KnownPrices(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> save(KnownPrice price) {
        return pool.preparedQuery(UPSERT)
                .execute(Tuple.from(Arrays.asList(
                        price.id(),
                        price.toldAt().atOffset(ZoneOffset.UTC),
                        price.code(),
                        price.kind(),
                        price.appliesTo(),
                        plain(price.amount()),
                        price.currency(),
                        plain(price.taxRate()),
                        price.validFrom(),
                        price.validTo())))
                .replaceWithVoid();
    }

    private static @Nullable String plain(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.toPlainString();
    }
}
