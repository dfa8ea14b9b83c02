package polyclinic.prescription.projections.billing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.reconciliation.IdRange;

/** Prices in this service's database. What was told last wins, whatever the order of arrival. */
@ApplicationScoped
class KnownPrices {
    private static final String REPLACE = """
            insert into known_price as known
                (id, told_at, code, kind, applies_to, amount, currency, tax_rate, valid_from, valid_to)
            values ($1, $2, $3, $4, $5, $6::text::numeric, $7, $8::text::numeric, $9, $10)
            on conflict (id) do update
               set told_at = excluded.told_at, code = excluded.code, kind = excluded.kind, applies_to = excluded.applies_to,
                   amount = excluded.amount, currency = excluded.currency, tax_rate = excluded.tax_rate,
                   valid_from = excluded.valid_from, valid_to = excluded.valid_to""";

    private static final String UPSERT = REPLACE + " where known.told_at <= excluded.told_at";

    private static final String IN_RANGE = """
            select id, told_at, code, kind, applies_to, amount, currency, tax_rate, valid_from, valid_to from known_price
             where id > $1 and id <= $2 order by id limit $3""";

    private final Pool pool;

    KnownPrices(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> save(KnownPrice price) {
        return write(UPSERT, price);
    }

    /** Whenever what is there was told. */
    Uni<Void> replace(List<KnownPrice> prices) {
        return Multi.createFrom()
                .iterable(prices)
                .onItem()
                .transformToUniAndConcatenate(price -> write(REPLACE, price))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    Uni<List<KnownPrice>> inRange(IdRange range) {
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<KnownPrice> found = new ArrayList<>();
                    for (Row row : rows) found.add(price(row));
                    return found;
                });
    }

    Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_price where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static KnownPrice price(Row row) {
        return new KnownPrice(
                row.getUUID("id"),
                row.getOffsetDateTime("told_at").toInstant(),
                row.getString("code"),
                row.getString("kind"),
                row.getString("applies_to"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getBigDecimal("tax_rate"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"));
    }

    private Uni<Void> write(String statement, KnownPrice price) {
        return pool.preparedQuery(statement)
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
