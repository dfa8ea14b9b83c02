package polyclinic.commons.testing.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.SharedServers;

/** PostgreSQL with an empty database; argument {@code database} names it and its role. */
public class PostgresServer extends TestServer<Postgres> {
    private static @Nullable Postgres current;
    private String database = "";

    public PostgresServer() {
        super(SharedServers::postgres);
    }

    /** The running server, to kill and restart it. */
    public static Postgres current() {
        return Objects.requireNonNull(current, "PostgreSQL was not started");
    }

    @Override
    public void init(Map<String, String> args) {
        database = args.getOrDefault("database", "");
    }

    @Override
    Postgres own() {
        return Postgres.at(RunServers.freshFolder("postgres"), Probe.freePort(), List.of());
    }

    @Override
    void prepare(Postgres server) {
        current = server;
        execute(
                server,
                "postgres",
                "drop database if exists " + database + " with (force)",
                "drop role if exists " + database,
                "create role %s login password '%s'".formatted(database, server.password(database)),
                "create database %1$s owner %1$s".formatted(database),
                "revoke connect, temporary on database " + database + " from public");
        execute(
                server,
                database,
                Postgres.EXTENSIONS.stream()
                        .map(extension -> "create extension " + extension)
                        .toArray(String[]::new));
    }

    @Override
    Map<String, String> configuration(Postgres server) {
        return Map.of(
                "POLYCLINIC_POSTGRES", server.address(),
                "POLYCLINIC_POSTGRES_PASSWORD", server.password(database));
    }

    private static void execute(Postgres server, String database, String... commands) {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(database), "postgres", server.superuserPassword());
                Statement statement = connection.createStatement()) {
            for (String command : commands) statement.execute(command);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the database " + database, e);
        }
    }
}
