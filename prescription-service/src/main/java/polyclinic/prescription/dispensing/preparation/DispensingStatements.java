package polyclinic.prescription.dispensing.preparation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.postgres.statements.OutboxColumns;
import polyclinic.commons.postgres.statements.StoredAnswers;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Asked;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Line;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Prescribed;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Stock;
import polyclinic.prescription.dispensing.preparation.StockPlan.Take;
import polyclinic.prescription.inventory.ledger.StockLedger;
import polyclinic.prescription.prescriptions.PrescriptionStatus;

/**
 * The two prepared statements of {@link DispensePreparation}, on the reactive PostgreSQL client: one reads, the other writes and is
 * a transaction of its own.
 */
@ApplicationScoped
class DispensingStatements {
    /** A medicine that has more batches with stock than this is taken from the first of them. */
    private static final int MAX_BATCHES = 100;

    private static final TypeReference<List<DispenseEvent.Code>> CODES = new TypeReference<>() {};

    private static final String CONTEXT = """
            select %s,
                   p.id as prescription_id, p.version, p.status, p.patient_id, p.doctor_id, p.appointment_id, p.encounter_id,
                   p.document_asset_id, p.expires_at,
                   i.id as item_id, i.quantity * (1 + i.refills_used) as prescribed, i.dispensed, i.quantity, i.unit as prescribed_unit,
                   i.medication_id as prescribed_medication, i.medication_code, i.medication_system, i.medication_name, i.dose,
                   i.frequency, a.line,
                   a.medication_id is null or substitute.id is not null as substitute_known,
                   known_ingredients(substitute.ingredients) = known_ingredients(medicine.ingredients)
                     and lower(btrim(substitute.strength)) = lower(btrim(medicine.strength))
                     and lower(btrim(substitute.form)) = lower(btrim(medicine.form)) as is_equivalent,
                   coalesce(substitute.codes, medicine.codes)::text as codes,
                   s.id as stock_id, s.sku, s.name as stock_name, s.unit, s.medication_id as stock_medication,
                   cost.amount, cost.currency, cost.tax_rate, b.id as batch_id, b.on_hand, b.expires_on,
                   b.recalled_at is not null as recalled
              from (values ($1::uuid)) as wanted (id)
              left join idempotency k on k.caller = $2 and k.key = $3
              left join prescription p on p.id = wanted.id
              left join prescription_item i on i.prescription_id = p.id
              left join unnest($4::uuid[], $5::uuid[], $6::uuid[]) with ordinality as a (item_id, batch_id, medication_id, line)
                on a.item_id = i.id
              left join medication medicine on medicine.id = i.medication_id
              left join medication substitute on substitute.id = a.medication_id
              left join lateral (
                select st.* from stock_batch named join inventory_item st on st.id = named.item_id
                 where a.batch_id is not null and named.id = a.batch_id
                union all
                select st.* from inventory_item st
                 where a.batch_id is null and st.medication_id = coalesce(a.medication_id, i.medication_id)
                union all
                select st.* from inventory_item st
                 where a.batch_id is null and coalesce(a.medication_id, i.medication_id) is null
                   and lower(st.name) = lower(i.medication_name)) s on a.line is not null
              left join lateral (
                select price.amount, price.currency, price.tax_rate
                  from (values (case when a.medication_id is null or a.medication_id = i.medication_id
                                     then i.medication_code end)) as given (code),
                       lateral (
                         select * from known_price where code in (s.sku, s.medication_id::text, given.code)
                         union
                         select * from known_price where applies_to in (s.sku, s.medication_id::text, given.code)) price
                 where price.kind in ('medicine', 'other') and price.valid_from <= $7
                   and (price.valid_to is null or price.valid_to >= $7)
                 order by case when s.sku in (price.code, price.applies_to) then 0
                               when s.medication_id::text in (price.code, price.applies_to) then 1 else 2 end,
                          price.valid_from desc, price.told_at desc limit 1) cost on true
              left join lateral (
                select sb.* from stock_batch sb
                 where sb.item_id = s.id and case when a.batch_id is null then sb.on_hand > 0 else sb.id = a.batch_id end
                 order by sb.recalled_at is not null or sb.expires_on < $7, sb.expires_on, sb.id limit %d) b on true
             order by i.position, a.line, b.recalled_at is not null or b.expires_on < $7, b.expires_on, b.id""".formatted(StoredAnswers.COLUMNS, MAX_BATCHES);

    /**
     * The key comes first: equal requests at the same time wait there for the first one, then find it claimed and dispense nothing.
     * The prescription's row is changed only while it has the version that was read, so that two dispenses of one prescription
     * follow each other; the second one then fails as a whole and is planned anew. The movements take from the batches in the
     * order of their ids, at the end of the statement.
     */
    private static final String PREPARE = """
            with claimed as (
              insert into idempotency (caller, key, request_hash, status, location, etag)
              select $1::text, $2::text, $3::text, $4::int, $5::text, $6::text
               where $2::text is not null
              on conflict do nothing
              returning 1),
            prescribed as (
              update prescription set version = version + 1, status = $9::text, updated_at = $10::timestamptz
               where id = $7::uuid and version = $8::bigint and ($2::text is null or exists (select from claimed))
              returning id, patient_id),
            dispensed as (
              insert into dispense (id, version, prescription_id, patient_id, status, prepared_by, prepared_at, updated_at)
              select $11::uuid, 0, id, patient_id, 'PREPARED', $12::text, $10::timestamptz, $10::timestamptz from prescribed
              returning id),
            lines as (
              insert into dispense_item (id, dispense_id, position, prescription_item_id, inventory_item_id, batch_id,
                                         medication_id, name, quantity, unit, unit_price, currency, tax_rate, substituted,
                                         substitution_reason, override_reason)
              select line.id, dispensed.id, line.position - 1, line.item, line.inventory_item, line.batch, line.medication,
                     line.name, line.quantity::numeric, line.unit, line.price::numeric, line.currency, line.tax::numeric,
                     line.substituted, line.reason, line.override_reason
                from dispensed, unnest($13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::text[],
                                       $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::boolean[],
                                       $25::text[], $39::text[])
                     with ordinality as line (id, item, inventory_item, batch, medication, name, quantity, unit, price,
                                              currency, tax, substituted, reason, override_reason, position)),
            counted as (
              update prescription_item i set dispensed = i.dispensed + sum.quantity::numeric
                from dispensed, unnest($26::uuid[], $27::text[]) as sum (id, quantity)
               where i.id = sum.id),
            moved as (
              %s
              select move.id, move.batch, move.item, 'DISPENSE', -move.quantity::numeric, null, move.line, $12::text,
                     $10::timestamptz
                from dispensed, unnest($28::uuid[], $29::uuid[], $30::uuid[], $31::text[], $32::uuid[])
                     as move (id, batch, item, quantity, line)),
            published as (
              %s
              select message.* from dispensed, unnest(
                $33::uuid[], $34::text[], $35::text[], $36::text[], $37::text[], $38::text[]) as message)
            select exists (select from dispensed) as prepared,
                   case when not exists (select from dispensed)
                         and ($2::text is null or exists (select from claimed))
                        then refuse_stale_dispense() end""".formatted(StockLedger.INSERT_INTO, Outbox.INSERT_INTO);

    private final Pool pool;
    private final StoredAnswers answers;

    DispensingStatements(Pool pool, StoredAnswers answers) {
        this.pool = pool;
        this.answers = answers;
    }

    Uni<DispensingContext> context(
            UUID prescriptionId, DispensePrescription request, @Nullable IdempotencyKey key, LocalDate today) {
        List<DispensePrescription.Line> lines = request.items();
        return pool.preparedQuery(CONTEXT)
                .execute(Tuple.from(Arrays.asList(
                        prescriptionId,
                        key == null ? null : key.caller(),
                        key == null ? null : key.key(),
                        column(lines, DispensePrescription.Line::itemId, UUID[]::new),
                        column(lines, DispensePrescription.Line::batchId, UUID[]::new),
                        column(lines, DispensePrescription.Line::substituteId, UUID[]::new),
                        today)))
                .map(rows -> context(rows, key));
    }

    /**
     * Writes everything that a dispense leaves behind, or nothing.
     *
     * @return null when it is prepared; what is kept of the first one's answer when an equal request was faster
     */
    Uni<@Nullable StoredAnswer> prepare(
            PreparedDispense dispense,
            List<OutboxMessage> messages,
            @Nullable IdempotencyKey key,
            StoredAnswer answer) {
        return pool.preparedQuery(PREPARE)
                .execute(parameters(dispense, messages, key, answer))
                .chain(rows -> rows.iterator().next().getBoolean("prepared")
                        ? Uni.createFrom().nullItem()
                        : answers.earlier(key));
    }

    private static Tuple parameters(
            PreparedDispense dispense,
            List<OutboxMessage> messages,
            @Nullable IdempotencyKey key,
            StoredAnswer answer) {
        List<Take> takes = dispense.takes();
        List<Take> moves = takes.stream()
                .sorted(Comparator.comparing(take -> take.stock().batchId().toString()))
                .toList();
        List<Map.Entry<UUID, BigDecimal>> sums =
                List.copyOf(dispense.plan().dispensed().entrySet());
        List<@Nullable Object> values = new ArrayList<>(StoredAnswers.parameters(key, answer));
        values.addAll(Arrays.asList(
                dispense.prescription().id(),
                dispense.prescription().version(),
                dispense.status().name(),
                timestamp(dispense.now()),
                dispense.id(),
                dispense.preparedBy(),
                column(takes, Take::id, UUID[]::new),
                column(takes, take -> take.line().itemId(), UUID[]::new),
                column(takes, take -> take.stock().inventoryItemId(), UUID[]::new),
                column(takes, take -> take.stock().batchId(), UUID[]::new),
                column(takes, take -> take.stock().medicationId(), UUID[]::new),
                column(takes, take -> take.stock().name(), String[]::new),
                column(takes, take -> take.quantity().toPlainString(), String[]::new),
                column(takes, take -> take.stock().unit(), String[]::new),
                column(takes, take -> plain(take.stock().price()), String[]::new),
                column(takes, take -> take.stock().currency(), String[]::new),
                column(takes, take -> plain(take.stock().taxRate()), String[]::new),
                column(takes, Take::substituted, Boolean[]::new),
                column(takes, Take::reason, String[]::new),
                column(sums, Map.Entry::getKey, UUID[]::new),
                column(sums, sum -> sum.getValue().toPlainString(), String[]::new),
                column(moves, move -> Ids.next(), UUID[]::new),
                column(moves, move -> move.stock().batchId(), UUID[]::new),
                column(moves, move -> move.stock().inventoryItemId(), UUID[]::new),
                column(moves, move -> move.quantity().toPlainString(), String[]::new),
                column(moves, Take::id, UUID[]::new)));
        values.addAll(OutboxColumns.of(messages));
        values.add(column(takes, dispense::overrideReason, String[]::new));
        return Tuple.from(values);
    }

    private static DispensingContext context(RowSet<Row> rows, @Nullable IdempotencyKey key) {
        Row first = rows.iterator().next();
        StoredAnswer earlier = StoredAnswers.of(key, first);
        if (earlier != null || first.getUUID("prescription_id") == null) return new DispensingContext(earlier, null);
        Map<UUID, Line> lines = new LinkedHashMap<>();
        for (Row row : rows) {
            Line line = lines.computeIfAbsent(row.getUUID("item_id"), id -> line(row));
            if (row.getLong("line") != null) stock(asked(line, row), row);
        }
        return new DispensingContext(
                null,
                new Prescribed(
                        first.getUUID("prescription_id"),
                        first.getLong("version"),
                        PrescriptionStatus.valueOf(first.getString("status")),
                        first.getUUID("patient_id"),
                        first.getUUID("doctor_id"),
                        first.getUUID("appointment_id"),
                        first.getUUID("encounter_id"),
                        first.getUUID("document_asset_id"),
                        instant(first.getOffsetDateTime("expires_at")),
                        List.copyOf(lines.values())));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("item_id"),
                row.getBigDecimal("prescribed"),
                row.getBigDecimal("dispensed"),
                row.getBigDecimal("quantity"),
                row.getString("prescribed_unit"),
                row.getUUID("prescribed_medication"),
                row.getString("medication_code"),
                row.getString("medication_system"),
                row.getString("medication_name"),
                row.getString("dose"),
                row.getString("frequency"),
                new ArrayList<>());
    }

    private static Asked asked(Line line, Row row) {
        int index = row.getLong("line").intValue() - 1;
        for (Asked asked : line.asked()) if (asked.index() == index) return asked;
        Asked asked = new Asked(
                index,
                row.getBoolean("substitute_known"),
                row.getBoolean("is_equivalent"),
                codes(row.getString("codes")),
                new ArrayList<>());
        line.asked().add(asked);
        return asked;
    }

    private static List<DispenseEvent.Code> codes(@Nullable String json) {
        try {
            return json == null ? List.of() : Json.MAPPER.readValue(json, CODES);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stock(Asked asked, Row row) {
        if (row.getUUID("batch_id") == null) return;
        asked.stock()
                .add(new Stock(
                        row.getUUID("batch_id"),
                        row.getBigDecimal("on_hand"),
                        row.getLocalDate("expires_on"),
                        row.getBoolean("recalled"),
                        row.getUUID("stock_id"),
                        row.getString("sku"),
                        row.getString("stock_name"),
                        row.getString("unit"),
                        row.getUUID("stock_medication"),
                        row.getBigDecimal("amount"),
                        row.getString("currency"),
                        row.getBigDecimal("tax_rate")));
    }

    private static <R, V> V[] column(List<R> rows, Function<R, @Nullable V> value, Function<Integer, V[]> array) {
        V[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) values[i] = value.apply(rows.get(i));
        return values;
    }

    private static @Nullable String plain(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.toPlainString();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
