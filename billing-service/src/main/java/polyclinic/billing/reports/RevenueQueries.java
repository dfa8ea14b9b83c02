package polyclinic.billing.reports;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Money;

/** Revenue from the ledger, whose every entry has a day, a kind and a doctor; history of elsewhere is not in it. */
@ApplicationScoped
class RevenueQueries {
    private static final int MAX_ROWS = 5000;

    private static final String ROWS = """
            select %s as key, e.currency,
                   coalesce(sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'INVOICE'), 0) as invoiced,
                   coalesce(-sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'VOID'), 0) as voided,
                   coalesce(-sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'CREDIT_NOTE'), 0) as credited,
                   coalesce(-sum(e.amount) filter (where e.account = 'REVENUE'), 0) as revenue,
                   coalesce(-sum(e.amount) filter (where e.account = 'TAX'), 0) as tax,
                   coalesce(sum(e.amount) filter (where e.account = 'FUNDS' and p.type = 'PAYMENT'), 0) as paid,
                   coalesce(-sum(e.amount) filter (where e.account = 'FUNDS' and p.type = 'REFUND'), 0) as refunded,
                   coalesce(sum(e.amount) filter (where e.account = 'FUNDS'), 0) as received
              from posting p join ledger_entry e on e.posting_id = p.id
             where p.type not in ('HISTORY_INVOICE', 'HISTORY_PAYMENT')
               and p.day between $1 and $2
             group by 1, e.currency order by 1 nulls first, e.currency limit $3""";

    private final Pool pool;
    private final Audit audit;
    private final ClinicDays days;

    RevenueQueries(Pool pool, Audit audit, ClinicDays days) {
        this.pool = pool;
        this.audit = audit;
        this.days = days;
    }

    /**
     * Fails with 422 when there are more rows than one answer may have.
     *
     * @param first null for the month before the last day
     * @param last null for today
     */
    Uni<RevenueView> revenue(@Nullable LocalDate first, @Nullable LocalDate last, RevenueDimension by) {
        LocalDate to = last == null ? days.today() : last;
        LocalDate from = first == null ? to.minusMonths(1) : first;
        if (to.isBefore(from)) throw Problem.invalid("to", "must not be before from");
        return pool.preparedQuery(ROWS.formatted(by.column()))
                .execute(Tuple.of(from, to, MAX_ROWS + 1))
                .map(rows -> {
                    if (rows.size() > MAX_ROWS)
                        throw Problem.invalid("from", "must leave no more than " + MAX_ROWS + " rows");
                    return new RevenueView(
                            from,
                            to,
                            by,
                            StreamSupport.stream(rows.spliterator(), false)
                                    .map(RevenueQueries::row)
                                    .toList());
                })
                .call(view -> audit.searched("revenue"));
    }

    private static RevenueView.Row row(Row row) {
        return new RevenueView.Row(
                row.getString("key"),
                money(row, "invoiced"),
                money(row, "voided"),
                money(row, "credited"),
                money(row, "revenue"),
                money(row, "tax"),
                money(row, "paid"),
                money(row, "refunded"),
                money(row, "received"));
    }

    private static Money money(Row row, String column) {
        return new Money(row.getNumeric(column).bigDecimalValue(), Money.currency(row.getString("currency")));
    }
}
