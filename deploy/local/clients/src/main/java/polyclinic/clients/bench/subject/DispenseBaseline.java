package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.bench.subject.DispenseSeries.Line;
import polyclinic.clients.clinic.Clinic;

/** Everything that a dispense of one line writes, as one statement into copies of prescription-service's tables. */
public final class DispenseBaseline implements AutoCloseable {
    private static final String DISPENSE = """
            with claimed as (
              insert into bench_raw.idempotency (caller, key, request_hash, status, location, etag)
              values ('bench', $1, $2, 201, $3, '"0"')
              on conflict do nothing
              returning 1),
            prescribed as (
              update bench_raw.prescription set version = version + 1, status = 'PARTIALLY_DISPENSED', updated_at = $4
               where id = $5 and exists (select from claimed)
              returning id, patient_id),
            dispensed as (
              insert into bench_raw.dispense (id, version, prescription_id, patient_id, status, prepared_by, prepared_at,
                                              updated_at)
              select $6, 0, id, patient_id, 'PREPARED', 'bench', $4, $4 from prescribed
              returning id),
            line as (
              insert into bench_raw.dispense_item (id, dispense_id, position, prescription_item_id, inventory_item_id,
                                                   batch_id, name, quantity, unit, substituted)
              select $7, id, 0, $8, $9, $10, 'Medicine of the bench', 1, 'tablet', false from dispensed),
            counted as (
              update bench_raw.prescription_item i set dispensed = i.dispensed + 1 from dispensed where i.id = $8),
            moved as (
              insert into bench_raw.stock_movement (id, batch_id, item_id, kind, quantity, dispense_item_id, moved_by, moved_at)
              select $11, $10, $9, 'DISPENSE', -1, $7, 'bench', $4 from dispensed),
            taken as (
              update bench_raw.stock_batch b set on_hand = b.on_hand - 1 from dispensed where b.id = $10),
            published as (
              insert into bench_raw.outbox (id, aggregatetype, aggregateid, type, payload, headers)
              select message.* from dispensed, (values
                ($12::uuid, 'prescription.events', $1::text, 'dispense.prepared.v1', $14::text, $15::text),
                ($13::uuid, 'audit.entries', $1::text, 'audit.entry', $14::text, $15::text)) as message)
            select exists (select from dispensed) as dispensed""";

    private final Pool pool;
    private final DispenseSeries dispenses;

    public DispenseBaseline(Vertx vertx, Clinic clinic, DispenseSeries dispenses) {
        this.dispenses = dispenses;
        pool = BaselineDatabase.pool(vertx, clinic, "prescription");
        List<UUID> ids = new ArrayList<>();
        for (Line line : dispenses.lines()) ids.addAll(List.of(line.prescription(), line.item(), line.batch()));
        BaselineDatabase.copyTables(
                pool,
                List.of(
                        "prescription",
                        "prescription_item",
                        "stock_batch",
                        "stock_movement",
                        "dispense",
                        "dispense_item",
                        "idempotency",
                        "outbox"),
                List.of("prescription", "prescription_item", "stock_batch"),
                ids);
    }

    /** Writes dispense n; fails when it is not written. */
    public Future<?> dispense(long n) {
        UUID id = UUID.randomUUID();
        String text = id.toString();
        Line line = dispenses.line(n);
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        return BaselineDatabase.write(
                pool,
                DISPENSE,
                List.of(
                        text,
                        "sha-256 of the request, " + text,
                        "/api/v1/dispenses/" + text,
                        now,
                        line.prescription(),
                        id,
                        UUID.randomUUID(),
                        line.item(),
                        line.stock(),
                        line.batch(),
                        UUID.randomUUID(),
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
