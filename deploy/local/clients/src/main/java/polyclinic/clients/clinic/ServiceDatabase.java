package polyclinic.clients.clinic;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import polyclinic.clients.checks.CheckFailed;

/** Connections to the database of a service, as its own role. */
public final class ServiceDatabase {
    private ServiceDatabase() {}

    /** Returns how a service's database is reached: {@code to(clinic, "patient")}. */
    public static PgConnectOptions to(Clinic clinic, String database) {
        String[] address = clinic.require("POLYCLINIC_POSTGRES").split(":");
        PgConnectOptions to = new PgConnectOptions()
                .setHost(address[0])
                .setPort(Integer.parseInt(address[1]))
                .setDatabase(database)
                .setUser(database)
                .setPassword(clinic.require("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(Locale.ROOT)))
                .setCachePreparedStatements(true);
        String authority = clinic.value("POLYCLINIC_POSTGRES_CA", "");
        if (!authority.isEmpty()) {
            to.setSslMode(SslMode.VERIFY_FULL);
            to.setHostnameVerificationAlgorithm("HTTPS");
            to.setTrustOptions(new PemTrustOptions().addCertPath(authority));
        }
        return to;
    }

    public static Pool pool(Vertx vertx, PgConnectOptions to, int connections) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(-1))
                .connectingTo(to)
                .using(vertx)
                .build();
    }

    /**
     * Returns what the statement answers.
     *
     * @throws CheckFailed when it fails or takes longer
     */
    public static <T> T await(Future<T> statement, Duration limit) {
        try {
            return statement.toCompletionStage().toCompletableFuture().get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CheckFailed("PostgreSQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
