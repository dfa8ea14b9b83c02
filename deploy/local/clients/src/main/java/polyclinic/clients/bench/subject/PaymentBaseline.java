package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.clinic.Clinic;

/** Everything that a payment writes, as one statement into copies of billing-service's tables. */
public final class PaymentBaseline implements AutoCloseable {
    private static final String PAYMENT = """
            with claimed as (
              insert into bench_raw.idempotency (caller, key, request_hash, status, location, etag)
              values ('bench', $1, $2, 201, $3, '"0"')
              on conflict do nothing
              returning 1),
            changed as (
              update bench_raw.invoice set version = version + 1, updated_at = $4
               where id = $5 and exists (select from claimed)
              returning id, patient_id, currency),
            paid as (
              insert into bench_raw.payment (id, version, invoice_id, patient_id, currency, amount, method, cashier, taken_at)
              select $6, 0, id, patient_id, currency, 1.00, 'CARD', 'bench', $4 from changed
              returning invoice_id, patient_id, currency),
            posted as (
              insert into bench_raw.posting (id, type, document_id, invoice_id, patient_id, method, day, posted_at)
              select $7, 'PAYMENT', $6, invoice_id, patient_id, 'CARD', $8, $4 from paid
              returning id),
            entered as (
              insert into bench_raw.ledger_entry (posting_id, line, account, currency, amount, kind)
              select posted.id, entry.line, entry.account, paid.currency, entry.amount, 'OTHER'
                from posted, paid, (values (0, 'FUNDS', 1.00), (1, 'RECEIVABLE', -1.00)) as entry (line, account, amount)),
            published as (
              insert into bench_raw.outbox (id, aggregatetype, aggregateid, type, payload, headers)
              select message.* from paid, (values
                ($9::uuid, 'billing.events', $1::text, 'payment.taken.v1', $11::text, $12::text),
                ($10::uuid, 'audit.entries', $1::text, 'audit.entry', $11::text, $12::text)) as message)
            select exists (select from paid) as paid""";

    private final Pool pool;
    private final PaymentSeries payments;

    public PaymentBaseline(Vertx vertx, Clinic clinic, PaymentSeries payments) {
        this.payments = payments;
        pool = BaselineDatabase.pool(vertx, clinic, "billing");
        BaselineDatabase.copyTables(
                pool,
                List.of("invoice", "payment", "posting", "ledger_entry", "idempotency", "outbox"),
                List.of("invoice"),
                payments.invoices());
    }

    /** Writes payment n; fails when it is not written. */
    public Future<?> pay(long n) {
        UUID id = UUID.randomUUID();
        String text = id.toString();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        return BaselineDatabase.write(
                pool,
                PAYMENT,
                List.of(
                        text,
                        "sha-256 of the request, " + text,
                        "/api/v1/payments/" + text,
                        now,
                        payments.invoice(n),
                        id,
                        UUID.randomUUID(),
                        LocalDate.now(ZoneOffset.UTC),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        BaselineDatabase.MESSAGE,
                        BaselineDatabase.HEADERS));
    }

    @Override
    public void close() {
        BaselineDatabase.dropTables(pool);
        BaselineDatabase.await(pool.close());
    }
}
