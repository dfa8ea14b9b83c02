package polyclinic.commons.postgres.names;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;

/**
 * Computes the keys by which names are found for rows that have none or one of an earlier version: what was there before, and what
 * another release or a copy of data wrote. Replicas may do it at once; each row is written once. The table has the columns
 * {@code given_name}, {@code family_name}, {@code search_name}, {@code search_words} and {@code search_version}.
 */
public final class NameKeyFilling {
    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final int PORTION = 500;

    private final String missing;
    private final String update;
    private final Pool pool;
    private final PeriodicWork rounds;

    public NameKeyFilling(String table, Pool pool, Vertx vertx, BackgroundWork work) {
        this.missing = "select id, given_name, family_name from " + table
                + " where search_version < $1 order by search_version limit $2";
        this.update = "update " + table + """
                 p set search_name = k.name, search_words = k.words, search_version = $1
                  from unnest($2::uuid[], $3::text[], $4::text[]) as k(id, name, words)
                 where p.id = k.id and p.search_version < $1""";
        this.pool = pool;
        this.rounds = new PeriodicWork(vertx, "keys of names", PERIOD, () -> work.whenReleased(this::portion)
                .map(filled -> filled == PORTION));
    }

    /** Begins now, and again from time to time. */
    public void start() {
        rounds.start();
        rounds.wake();
    }

    public void stop() {
        rounds.stop();
    }

    private Uni<Integer> portion() {
        return pool.preparedQuery(missing)
                .execute(Tuple.of(NameKey.VERSION, PORTION))
                .chain(rows -> rows.size() == 0 ? Uni.createFrom().item(0) : fill(rows));
    }

    private Uni<Integer> fill(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Row row : rows) {
            NameKey key = NameKey.of(row.getString("given_name"), row.getString("family_name"));
            ids.add(row.getUUID("id"));
            names.add(key.latin());
            words.add(key.words());
        }
        return pool.preparedQuery(update)
                .execute(Tuple.of(
                        NameKey.VERSION,
                        ids.toArray(UUID[]::new),
                        names.toArray(String[]::new),
                        words.toArray(String[]::new)))
                .replaceWith(rows.size());
    }
}
