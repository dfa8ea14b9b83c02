package polyclinic.billing.paymenttaking;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceHeading;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.ledger.LedgerColumns;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.payments.Payment;
import polyclinic.billing.shifts.Shifts.Drawer;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.postgres.statements.OutboxColumns;
import polyclinic.commons.postgres.statements.StoredAnswers;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/** The two prepared statements of {@link PaymentTaking}, on the reactive PostgreSQL client. */
@ApplicationScoped
class PaymentStatements {
    /** One row for each category of the ledger, and one where there is none. */
    private static final String CONTEXT = """
            select i.version, i.patient_id, i.currency, i.status, i.provenance_source is not null as history,
                   entry.kind, entry.doctor_id, entry.paid, entry.credited, entry.due,
                   s.id as shift, s.cashier, s.currency as shift_currency, s.closed_at is null as shift_open,
                   %s
              from (values ($1::uuid)) as asked (invoice_id)
              left join invoice i on i.id = asked.invoice_id
              left join (
                select e.kind, e.doctor_id,
                       coalesce(sum(e.amount) filter (where e.account = 'FUNDS'), 0) as paid,
                       coalesce(-sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'CREDIT_NOTE'), 0) as credited,
                       coalesce(sum(e.amount) filter (where e.account = 'RECEIVABLE'), 0) as due
                  from posting p join ledger_entry e on e.posting_id = p.id
                 where p.invoice_id = $1
                 group by e.kind, e.doctor_id) as entry on true
              left join shift s on $4::boolean and (s.id = $5 or $5::uuid is null and s.cashier = $6 and s.closed_at is null)
              left join idempotency k on k.caller = $2 and k.key = $3
             order by entry.kind, entry.doctor_id nulls first""".formatted(StoredAnswers.COLUMNS);

    /**
     * The key comes first: equal requests at the same time wait there for the first one, then find it claimed and take nothing. The
     * drawer stays open and the invoice as it was read until all is written; otherwise {@code payment_lost_race} takes the claimed
     * key back as well.
     */
    private static final String TAKE = """
            with claimed as (
              insert into idempotency (caller, key, request_hash, status, location, etag)
              select $1::text, $2::text, $3::text, $4::int, $5::text, $6::text
               where $2::text is not null
              on conflict do nothing
              returning 1),
            drawer as (
              select id from shift where id = $14::uuid and closed_at is null for share),
            changed as (
              update invoice set version = version + 1, updated_at = $16::timestamptz
               where id = $7::uuid and version = $8::bigint and status = 'ISSUED'
                 and ($2::text is null or exists (select from claimed))
                 and ($14::uuid is null or exists (select from drawer))
              returning id, patient_id),
            paid as (
              insert into payment (id, version, invoice_id, patient_id, currency, amount, method, reference, shift_id, cashier, taken_at)
              select $9::uuid, 0, id, patient_id, $10::text, $11::numeric, $12::text, $13::text, $14::uuid, $15::text, $16::timestamptz
                from changed
              returning id),
            posted as (
              insert into posting (id, type, document_id, invoice_id, patient_id, method, shift_id, day, posted_at)
              select $17::uuid, 'PAYMENT', $9::uuid, id, patient_id, $12::text, $14::uuid, $18::date, $16::timestamptz from changed
              returning id),
            entered as (
              insert into ledger_entry (posting_id, line, account, currency, amount, kind, doctor_id)
              select posted.id, entry.* from posted cross join unnest(
                $19::int[], $20::text[], $21::text[], $22::numeric[], $23::text[], $24::uuid[]) as entry),
            published as (
              %s
              select message.* from changed, unnest(
                $25::uuid[], $26::text[], $27::text[], $28::text[], $29::text[], $30::text[]) as message)
            select exists (select from paid) as paid,
                   case when not exists (select from paid) and ($2::text is null or exists (select from claimed))
                        then payment_lost_race() end""".formatted(Outbox.INSERT_INTO);

    private final Pool pool;
    private final StoredAnswers answers;
    private final ClinicDays days;

    PaymentStatements(Pool pool, StoredAnswers answers, ClinicDays days) {
        this.pool = pool;
        this.answers = answers;
        this.days = days;
    }

    /** @param subject the caller's account */
    Uni<PaymentContext> context(UUID invoiceId, TakePayment request, @Nullable IdempotencyKey key, String subject) {
        return pool.preparedQuery(CONTEXT)
                .execute(Tuple.from(Arrays.asList(
                        invoiceId,
                        key == null ? null : key.caller(),
                        key == null ? null : key.key(),
                        Drawer.isNeeded(request.method(), request.shiftId()),
                        request.shiftId(),
                        subject)))
                .map(rows -> context(invoiceId, request.amount().currency(), key, rows));
    }

    /**
     * Writes everything that a payment leaves behind, or nothing.
     *
     * @param version of the invoice as it was read
     * @return null when it is taken; what is kept of the first one's answer when an equal request was faster
     */
    Uni<@Nullable StoredAnswer> take(
            Payment payment,
            long version,
            LedgerPosting posting,
            List<OutboxMessage> messages,
            @Nullable IdempotencyKey key,
            StoredAnswer answer) {
        return pool.preparedQuery(TAKE)
                .execute(parameters(payment, version, posting, messages, key, answer))
                .chain(rows -> rows.iterator().next().getBoolean("paid")
                        ? Uni.createFrom().nullItem()
                        : answers.earlier(key));
    }

    private static PaymentContext context(
            UUID invoiceId, Currency currency, @Nullable IdempotencyKey key, RowSet<Row> rows) {
        Row first = rows.iterator().next();
        StoredAnswer earlier = StoredAnswers.of(key, first);
        if (first.getLong("version") == null)
            return new PaymentContext(earlier, null, Balance.none(currency), Map.of(), null);
        InvoiceHeading invoice = new InvoiceHeading(
                invoiceId,
                first.getLong("version"),
                first.getUUID("patient_id"),
                Money.currency(first.getString("currency")),
                first.getString("status"),
                first.getBoolean("history"));
        Balance balance = Balance.none(invoice.currency());
        Map<Category, Money> due = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.getString("kind") == null) continue;
            Balance part = new Balance(
                    money(row, "paid", invoice), money(row, "credited", invoice), money(row, "due", invoice));
            balance = balance.plus(part);
            if (part.due().isPositive())
                due.put(new Category(ItemKind.valueOf(row.getString("kind")), row.getUUID("doctor_id")), part.due());
        }
        return new PaymentContext(earlier, invoice, balance, due, drawer(first));
    }

    private static @Nullable Drawer drawer(Row row) {
        return row.getUUID("shift") == null
                ? null
                : new Drawer(
                        row.getUUID("shift"),
                        row.getString("cashier"),
                        Money.currency(row.getString("shift_currency")),
                        row.getBoolean("shift_open"));
    }

    private static Money money(Row row, String column, InvoiceHeading invoice) {
        BigDecimal amount = row.getBigDecimal(column);
        return new Money(amount, invoice.currency());
    }

    private Tuple parameters(
            Payment payment,
            long version,
            LedgerPosting posting,
            List<OutboxMessage> messages,
            @Nullable IdempotencyKey key,
            StoredAnswer answer) {
        LedgerColumns entries = LedgerColumns.of(posting);
        List<@Nullable Object> values = new ArrayList<>(StoredAnswers.parameters(key, answer));
        values.addAll(Arrays.asList(
                payment.invoiceId(),
                version,
                payment.id(),
                payment.amount().currency().getCurrencyCode(),
                payment.amount().amount(),
                payment.method().name(),
                payment.reference(),
                payment.shiftId(),
                payment.cashier(),
                timestamp(payment.takenAt()),
                Ids.next(),
                days.day(payment.takenAt()),
                entries.lines(),
                entries.accounts(),
                entries.currencies(),
                entries.amounts(),
                entries.kinds(),
                entries.doctors()));
        values.addAll(OutboxColumns.of(messages));
        return Tuple.from(values);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
