package polyclinic.billing.statements;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.ledger.PostingType;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** A patient's account from the ledger: whatever was posted is in it, history of elsewhere too. */
@ApplicationScoped
class StatementQueries {
    /** Sums run over all of the patient's postings, of which a page is cut out behind. */
    private static final String ENTRIES = """
            select * from (
                select p.id, p.posted_at, p.type, p.document_id, p.invoice_id, p.method, e.currency, e.amount,
                       coalesce(n.number, i.number) as number,
                       sum(e.amount) over (partition by e.currency order by p.posted_at, p.id) as balance
                  from posting p
                  join (select posting_id, currency, sum(amount) as amount from ledger_entry
                         where account = 'RECEIVABLE' and posting_id in (select id from posting where patient_id = $1)
                         group by posting_id, currency) e on e.posting_id = p.id
                  join invoice i on i.id = p.invoice_id
                  left join credit_note n on n.id = p.document_id
                 where p.patient_id = $1) account
             where $2::timestamptz is null or (posted_at, id) > ($2, $3)
             order by posted_at, id limit $4""";

    private static final String BALANCES = """
            select e.currency, sum(e.amount) as balance from posting p join ledger_entry e on e.posting_id = p.id
             where p.patient_id = $1 and e.account = 'RECEIVABLE' group by e.currency order by e.currency""";

    private final Pool pool;
    private final PatientAccess patients;
    private final Audit audit;

    StatementQueries(Pool pool, PatientAccess patients, Audit audit) {
        this.pool = pool;
        this.patients = patients;
        this.audit = audit;
    }

    /** Fails with 404 for a patient whom there is not, or whose account the caller may not see. */
    Uni<StatementView> of(UUID patientId, @Nullable PageKey after, int limit, Caller caller) {
        return patients.exists(BillingAccessPolicy.accounts(caller), patientId)
                .invoke(exists -> {
                    if (!exists) throw new NotFound("patient").about("statement", patientId, patientId);
                })
                .chain(() -> entries(patientId, after, limit))
                .chain(entries -> balances(patientId).map(balances -> view(patientId, balances, entries, limit)))
                .call(view -> audit.read("statement", patientId, patientId));
    }

    private Uni<List<StatementView.Entry>> entries(UUID patientId, @Nullable PageKey after, int limit) {
        return pool.preparedQuery(ENTRIES)
                .execute(Tuple.of(
                        patientId,
                        after == null ? null : after.at().atOffset(ZoneOffset.UTC),
                        after == null ? null : after.id(),
                        limit + 1))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StatementQueries::entry)
                        .toList());
    }

    private Uni<List<Money>> balances(UUID patientId) {
        return pool.preparedQuery(BALANCES).execute(Tuple.of(patientId)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> money(row, "balance"))
                .toList());
    }

    private static StatementView view(
            UUID patientId, List<Money> balances, List<StatementView.Entry> entries, int limit) {
        Page<StatementView.Entry> page =
                Page.of(entries, limit, entry -> entry, last -> new PageKey(last.at(), last.id()).encode());
        return new StatementView(patientId, balances, page.items(), page.next());
    }

    private static StatementView.Entry entry(Row row) {
        String method = row.getString("method");
        return new StatementView.Entry(
                row.getUUID("id"),
                row.getOffsetDateTime("posted_at").toInstant(),
                PostingType.valueOf(row.getString("type")),
                row.getUUID("document_id"),
                row.getUUID("invoice_id"),
                row.getString("number"),
                method == null ? null : PaymentMethod.valueOf(method),
                money(row, "amount"),
                money(row, "balance"));
    }

    private static Money money(Row row, String column) {
        return new Money(row.getNumeric(column).bigDecimalValue(), Money.currency(row.getString("currency")));
    }
}
