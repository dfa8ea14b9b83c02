package polyclinic.recovery.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.AuthorityFile;

/**
 * The PostgreSQL server that holds all the suite's databases, so that one point in its log is one moment in all of them.
 *
 * <p>The role need not be a superuser: {@code pg_read_all_data}, {@code pg_maintain}, {@code pg_monitor} and the right to
 * execute {@code pg_create_restore_point} and {@code pg_switch_wal} suffice for a point without a base copy.
 */
public final class PostgresCluster {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** The digest of a large table takes its time. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(30);

    private static final String MAINTENANCE_DATABASE = "postgres";

    private final String address;
    private final Properties properties;

    /** @param address host and port */
    public PostgresCluster(String address, String user, String password) {
        this.address = address;
        properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "" + CONNECT_TIMEOUT.toSeconds());
        properties.setProperty("ApplicationName", "polyclinic-recovery");
        properties.setProperty("tcpKeepAlive", "true");
        // Above the statements' own: it ends what hears nothing any more.
        properties.setProperty(
                "socketTimeout", "" + STATEMENT_TIMEOUT.plus(CONNECT_TIMEOUT).toSeconds());
        // What a row looks like as text must not depend on the server's settings.
        properties.setProperty(
                "options",
                "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1"
                        + " -c search_path=pg_catalog -c lock_timeout=0 -c statement_timeout="
                        + STATEMENT_TIMEOUT.toMillis()
                        + " -c idle_in_transaction_session_timeout=0");
    }

    /** Connects with TLS alone, and to nobody whose certificate is not for the name. */
    private PostgresCluster verified(AuthorityFile authority) {
        properties.setProperty("sslmode", "verify-full");
        if (authority.isGiven()) {
            properties.setProperty("sslrootcert", authority.path());
        } else {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return this;
    }

    /** Returns the cluster that the environment names. */
    public static PostgresCluster of(Map<String, String> environment) {
        String address = environment.getOrDefault("POLYCLINIC_POSTGRES", "");
        String password = environment.getOrDefault(
                "POLYCLINIC_RECOVERY_POSTGRES_PASSWORD",
                environment.getOrDefault("POLYCLINIC_POSTGRES_SUPERUSER_PASSWORD", ""));
        if (address.isEmpty() || password.isEmpty()) {
            throw new RecoveryFailed("POLYCLINIC_POSTGRES and POLYCLINIC_RECOVERY_POSTGRES_PASSWORD must be set");
        }
        PostgresCluster cluster = new PostgresCluster(
                address, environment.getOrDefault("POLYCLINIC_RECOVERY_POSTGRES_USER", "postgres"), password);
        String tls = environment.getOrDefault("POLYCLINIC_POSTGRES_TLS", "disable");
        return switch (tls) {
            case "verify-full" -> cluster.verified(AuthorityFile.of(environment, "POLYCLINIC_POSTGRES_CA"));
            case "disable" -> cluster;
            default -> throw new RecoveryFailed("POLYCLINIC_POSTGRES_TLS is disable or verify-full, not " + tls);
        };
    }

    /** Connects to one database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address + "/" + database, properties);
    }

    Connection connect() throws SQLException {
        return connect(MAINTENANCE_DATABASE);
    }

    /** Returns the databases that hold something of ours, in order. */
    public List<String> databases() throws SQLException {
        try (Connection connection = connect()) {
            return texts(
                    connection,
                    "select datname from pg_database where not datistemplate and datallowconn and datname <> '"
                            + MAINTENANCE_DATABASE + "' order by datname");
        }
    }

    /** Returns the newest migration of each database that has any. */
    public List<String> migrations(String database) throws SQLException {
        try (Connection connection = connect(database)) {
            if (texts(connection, "select 1 where to_regclass('public.flyway_schema_history') is not null")
                    .isEmpty()) {
                return List.of();
            }
            return texts(
                    connection,
                    "select version from public.flyway_schema_history where success and version is not null"
                            + " order by installed_rank desc limit 1");
        }
    }

    /** Returns the first column of what a query returns. */
    public static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Returns the one value that a query returns. */
    static String text(Connection connection, String query) throws SQLException {
        return texts(connection, query).get(0);
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
