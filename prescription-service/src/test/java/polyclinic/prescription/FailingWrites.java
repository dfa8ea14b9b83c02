package polyclinic.prescription;

import io.vertx.mutiny.sqlclient.Pool;

/** Writes to a table that fail until this is closed, as if the disk were full. One at a time. */
public final class FailingWrites implements AutoCloseable {
    private final Pool pool;
    private final String table;

    private FailingWrites(Pool pool, String table) {
        this.pool = pool;
        this.table = table;
    }

    /** @param write {@code insert} or {@code update} */
    public static FailingWrites to(String table, String write, Pool pool) {
        return to(table, write, "true", pool);
    }

    /** @param rows which of them, as a condition of a trigger */
    public static FailingWrites to(String table, String write, String rows, Pool pool) {
        // A sequence keeps its value when the transaction that fails is rolled back.
        pool.query("create sequence failed_writes").executeAndAwait();
        pool.query("""
                        create or replace function fail_write() returns trigger language plpgsql as $$
                        begin
                            perform nextval('failed_writes');
                            raise disk_full using message = 'broken by a test';
                        end $$""").executeAndAwait();
        pool.query("create trigger failing before %s on %s for each row when (%s) execute function fail_write()"
                        .formatted(write, table, rows))
                .executeAndAwait();
        return new FailingWrites(pool, table);
    }

    /** Whether one has failed. */
    public boolean happened() {
        return pool.query("select is_called from failed_writes")
                .executeAndAwait()
                .iterator()
                .next()
                .getBoolean("is_called");
    }

    @Override
    public void close() {
        pool.query("drop trigger failing on " + table).executeAndAwait();
        pool.query("drop sequence failed_writes").executeAndAwait();
    }
}
