package polyclinic.recovery.postgres;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.DigestSum;

/** Digests of all tables of a database. The server computes them, so no row leaves it. */
public final class TableDigests {
    /** A digest of something short could be guessed at; that a password came back is seen when somebody signs in. */
    private static final Pattern SECRET = Pattern.compile(".*(secret|password|private).*");

    private static final int HASH_BYTES = 32;
    private static final int PART_BYTES = 4;
    private static final int PARTS = HASH_BYTES / PART_BYTES;

    private TableDigests() {}

    /** Returns the digests of what the connection sees, by table. */
    public static List<ContentDigest> of(Connection connection, String database) throws SQLException {
        List<ContentDigest> digests = new ArrayList<>();
        for (String table : tables(connection)) {
            digests.add(digest(connection, database, table));
        }
        return digests;
    }

    /** Returns the tables that survive a crash, as {@code schema.table}; the others are empty after a restore. */
    static List<String> tables(Connection connection) throws SQLException {
        return PostgresCluster.texts(connection, """
                select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind = 'r' and c.relpersistence = 'p'
                   and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
                 order by 1""");
    }

    /** Returns a table's name as SQL wants it. */
    static String quoted(String table) {
        int dot = table.indexOf('.');
        return PostgresCluster.quoted(table.substring(0, dot)) + "." + PostgresCluster.quoted(table.substring(dot + 1));
    }

    private static ContentDigest digest(Connection connection, String database, String table) throws SQLException {
        String columns = columns(connection, table);
        // The hash is added up in parts, for the server has no numbers of 256 bits; Java puts the sums together.
        String sums = IntStream.range(0, PARTS)
                .mapToObj(part -> "coalesce(sum(('x' || substr(h, %d, %d))::bit(%d)::bigint), 0)::text"
                        .formatted(part * PART_BYTES * 2 + 1, PART_BYTES * 2, PART_BYTES * 8))
                .collect(Collectors.joining(", "));
        String query = "select count(*), " + sums + " from (select encode(sha256(convert_to(row(" + columns
                + ")::text, 'UTF8')), 'hex') as h from only " + quoted(table) + " t) as hashes";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            BigInteger sum = BigInteger.ZERO;
            for (int part = 0; part < PARTS; part++) {
                sum = sum.shiftLeft(PART_BYTES * 8).add(new BigInteger(row.getString(part + 2)));
            }
            return new ContentDigest("postgres", database, table, row.getLong(1), DigestSum.hash(sum));
        }
    }

    private static String columns(Connection connection, String table) throws SQLException {
        return PostgresCluster.texts(
                        connection,
                        "select attname from pg_attribute where attrelid = '"
                                + quoted(table).replace("'", "''")
                                + "'::regclass and attnum > 0 and not attisdropped order by attnum")
                .stream()
                .filter(name -> !SECRET.matcher(name).matches())
                .map(name -> "t." + PostgresCluster.quoted(name))
                .collect(Collectors.joining(", "));
    }
}
