package polyclinic.clients.seed;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.clients.clinic.ServiceDatabase;
import polyclinic.local.servers.Postgres;

/** A service's database as its own migrations make it. */
final class MigratedDatabase {
    private static final Path ROOT = Path.of("../../..");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private MigratedDatabase() {}

    static PgConnectOptions of(Vertx vertx, Postgres postgres, String database) throws IOException {
        String[] address = postgres.address().split(":");
        PgConnectOptions to = new PgConnectOptions()
                .setHost(address[0])
                .setPort(Integer.parseInt(address[1]))
                .setDatabase(database)
                .setUser(database)
                .setPassword(postgres.password(database));
        List<Path> scripts = new ArrayList<>();
        for (Path folder : List.of(
                ROOT.resolve("commons/postgres/src/main/resources/db"),
                ROOT.resolve(database + "-service/src/main/resources/db/migration")))
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".sql")).forEach(scripts::add);
            }
        scripts.sort(Comparator.comparing(MigratedDatabase::version));
        Pool pool = ServiceDatabase.pool(vertx, to, 1);
        for (Path script : scripts)
            ServiceDatabase.await(
                    pool.query(Files.readString(script).replaceAll("\\$\\{[a-zA-Z]+}", "1"))
                            .execute(),
                    LIMIT);
        pool.close();
        return to;
    }

    /** Versioned ones by their numbers, then the repeatable ones. */
    private static double version(Path script) {
        String name = String.valueOf(script.getFileName());
        return name.startsWith("V")
                ? Double.parseDouble(name.substring(1, name.indexOf("__")).replace('_', '.'))
                : Double.MAX_VALUE;
    }
}
