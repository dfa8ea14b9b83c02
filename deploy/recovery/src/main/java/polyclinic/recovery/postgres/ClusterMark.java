package polyclinic.recovery.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest.PostgresPoint;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * A named point in the log and, in each database, a snapshot of exactly that point.
 *
 * <p>Whatever writes although it should not is kept out while the point is made: all tables are locked against writers, for
 * milliseconds. No lock is waited for, since that could end in a deadlock with somebody's transaction; instead all of them
 * are tried again. The snapshots are exported by the transactions that hold the locks and taken over by others, so the
 * locks end at once and the digests can take their time.
 */
public final class ClusterMark implements AutoCloseable {
    static final String SYSTEM = "select system_identifier::text from pg_control_system()";
    private static final int TIMELINE_DIGITS = 8;
    /** Of one statement while writes are held. */
    private static final Duration HELD_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(20);
    /** {@code lock_not_available}. */
    private static final String LOCKED = "55P03";

    private final Map<String, Connection> readers = new LinkedHashMap<>();
    private final Map<String, Connection> locks = new LinkedHashMap<>();

    private ClusterMark() {}

    /** Connects to all databases twice, for locks and for snapshots; that takes time, which is not to be that of the hold. */
    public static ClusterMark prepare(PostgresCluster cluster) {
        ClusterMark mark = new ClusterMark();
        try {
            for (String database : cluster.databases()) {
                mark.readers.put(database, cluster.connect(database));
                mark.locks.put(database, locking(cluster, database));
            }
            return mark;
        } catch (SQLException e) {
            mark.close();
            throw new RecoveryFailed("PostgreSQL does not answer", e);
        }
    }

    /**
     * Makes the point.
     *
     * @param name of it, at most 63 bytes
     * @param deadline of {@link System#nanoTime()} for the locks
     */
    public PostgresPoint set(String name, String base, long deadline) {
        while (true) {
            try {
                return locked(name, base);
            } catch (SQLException e) {
                if (!LOCKED.equals(e.getSQLState()) || System.nanoTime() - deadline > 0) {
                    throw new RecoveryFailed("PostgreSQL could not be marked", e);
                }
                pause();
            }
        }
    }

    /** Returns the digests of all tables at the point. Ends the snapshots. */
    public List<ContentDigest> digests() {
        List<ContentDigest> digests = new ArrayList<>();
        try {
            for (Map.Entry<String, Connection> reader : readers.entrySet()) {
                digests.addAll(TableDigests.of(reader.getValue(), reader.getKey()));
                reader.getValue().rollback();
            }
            return digests;
        } catch (SQLException e) {
            throw new RecoveryFailed("the digests of PostgreSQL's tables could not be computed", e);
        }
    }

    @Override
    public void close() {
        close(readers.values());
        close(locks.values());
    }

    private static Connection locking(PostgresCluster cluster, String database) throws SQLException {
        Connection connection = cluster.connect(database);
        connection.setNetworkTimeout(Runnable::run, (int) HELD_TIMEOUT.toMillis());
        connection.setAutoCommit(false);
        return connection;
    }

    private PostgresPoint locked(String name, String base) throws SQLException {
        try {
            for (Connection connection : locks.values()) {
                lock(connection);
            }
            for (Map.Entry<String, Connection> lock : locks.entrySet()) {
                String snapshot = PostgresCluster.text(lock.getValue(), "select pg_export_snapshot()");
                takeOver(snapshot, Objects.requireNonNull(readers.get(lock.getKey())));
            }
            Connection any = locks.values().iterator().next();
            String lsn = PostgresCluster.text(any, "select pg_create_restore_point('" + name + "')::text");
            String segment = PostgresCluster.text(any, "select pg_walfile_name('" + lsn + "')");
            String system = PostgresCluster.text(any, SYSTEM);
            long timeline = Long.parseLong(segment.substring(0, TIMELINE_DIGITS), 16);
            return new PostgresPoint(name, lsn, timeline, base, system);
        } finally {
            unlock();
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String tables = TableDigests.tables(connection).stream()
                    .map(TableDigests::quoted)
                    .collect(Collectors.joining(", "));
            if (!tables.isEmpty()) {
                statement.execute("lock table " + tables + " in share mode nowait");
            }
        }
    }

    /** A connection that cannot be rolled back is ended, which ends its locks, too. */
    private void unlock() {
        for (Connection connection : locks.values()) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                close(List.of(connection));
            }
        }
    }

    private static void takeOver(String snapshot, Connection reader) throws SQLException {
        int patient = reader.getNetworkTimeout();
        reader.setNetworkTimeout(Runnable::run, (int) HELD_TIMEOUT.toMillis());
        reader.setAutoCommit(false);
        reader.rollback();
        try (Statement statement = reader.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set transaction snapshot '" + snapshot + "'");
        }
        reader.setNetworkTimeout(Runnable::run, patient);
    }

    /** The end of a connection ends its locks, whatever state it is in. */
    private static void close(Iterable<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException closed) {
                // it is gone, which was the aim
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}
