package polyclinic.prescription.inventory.ledger;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of movements. A trigger keeps each batch's stock equal to the sum of its movements, and never below zero. */
@ApplicationScoped
public class StockLedger {
    /** The one place that names the columns; a statement of a feature's own puts rows or a select behind it. */
    public static final String INSERT_INTO = "insert into stock_movement"
            + " (id, batch_id, item_id, kind, quantity, note, dispense_item_id, moved_by, moved_at)";

    private static final String LIST = """
            select id, batch_id, item_id, kind, quantity, note, dispense_item_id, moved_by, moved_at
              from stock_movement
             where ($1::uuid is null or item_id = $1) and ($2::timestamptz is null or moved_at >= $2)
               and ($3::timestamptz is null or moved_at < $3) and ($4::uuid is null or id < $4)
             order by id desc limit $5""";

    private final Pool pool;

    StockLedger(Pool pool) {
        this.pool = pool;
    }

    /**
     * In the open transaction: adds movements in the order of their batches, so that two that move the same batches wait for each
     * other and never lock each other out. Fails by {@link StockConstraints} when a batch would fall below zero.
     */
    public Uni<Void> append(List<StockMovement> movements) {
        if (movements.isEmpty()) return Uni.createFrom().voidItem();
        List<StockMovement> ordered = movements.stream()
                .sorted(Comparator.comparing(movement -> movement.batchId().toString()))
                .toList();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++)
            rows.add(
                    "(:id%d, :batch%d, :item%d, :kind%d, cast(cast(:quantity%d as text) as numeric), :note%d, :line%d, :by%d, :at%d)"
                            .replace("%d", String.valueOf(i)));
        return Panache.getSession()
                .chain(session -> {
                    var statement = session.createNativeQuery(INSERT_INTO + " values " + String.join(", ", rows));
                    for (int i = 0; i < ordered.size(); i++) {
                        StockMovement movement = ordered.get(i);
                        statement
                                .setParameter("id" + i, movement.id())
                                .setParameter("batch" + i, movement.batchId())
                                .setParameter("item" + i, movement.itemId())
                                .setParameter("kind" + i, movement.kind().name())
                                .setParameter(
                                        "quantity" + i, movement.quantity().toPlainString())
                                .setParameter("note" + i, movement.note())
                                .setParameter("line" + i, movement.dispenseItemId())
                                .setParameter("by" + i, movement.movedBy())
                                .setParameter("at" + i, movement.movedAt());
                    }
                    return statement.executeUpdate();
                })
                .replaceWithVoid();
    }

    /**
     * Newest first; a null asks for any.
     *
     * @param after the last id of the previous page, or null
     * @return one more than the limit when there are more
     */
    Uni<List<StockMovement>> list(
            @Nullable UUID itemId, @Nullable Instant from, @Nullable Instant before, @Nullable UUID after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addUUID(itemId)
                        .addOffsetDateTime(from == null ? null : from.atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(before == null ? null : before.atOffset(ZoneOffset.UTC))
                        .addUUID(after)
                        .addInteger(limit + 1))
                .map(StockLedger::movements);
    }

    private static List<StockMovement> movements(RowSet<Row> rows) {
        List<StockMovement> movements = new ArrayList<>();
        for (Row row : rows)
            movements.add(new StockMovement(
                    row.getUUID("id"),
                    row.getUUID("batch_id"),
                    row.getUUID("item_id"),
                    MovementKind.valueOf(row.getString("kind")),
                    row.getBigDecimal("quantity"),
                    row.getString("note"),
                    row.getUUID("dispense_item_id"),
                    row.getString("moved_by"),
                    row.getOffsetDateTime("moved_at").toInstant()));
        return movements;
    }
}
