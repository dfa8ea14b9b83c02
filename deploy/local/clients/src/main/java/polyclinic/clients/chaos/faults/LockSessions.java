package polyclinic.clients.chaos.faults;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/** The sessions of a service's database that hold advisory locks, such as the turn of the outbox's relay. */
public final class LockSessions {
    private static final String END = """
            select count(*) filter (where pg_terminate_backend(pid)) as ended
              from (select distinct pid from pg_locks
                     where locktype = 'advisory' and granted and pid <> pg_backend_pid()
                       and database = (select oid from pg_database where datname = current_database())) holders""";

    private static final int TIMEOUT_S = 10;

    private final Clinic clinic;

    public LockSessions(Clinic clinic) {
        this.clinic = clinic;
    }

    /**
     * Ends them, as an administrator or a failing network does; returns how many there were.
     *
     * @throws CheckFailed when the database does not answer
     */
    public int end(String database) {
        Vertx vertx = Vertx.vertx();
        try {
            Future<Integer> ended = PgConnection.connect(vertx, options(database))
                    .compose(connection -> connection.query(END).execute().map(rows -> rows.iterator()
                            .next()
                            .getInteger("ended")));
            return ended.toCompletionStage().toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CheckFailed("the database " + database + " does not answer", e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        } finally {
            vertx.close();
        }
    }

    private PgConnectOptions options(String database) {
        String[] address = clinic.require("POLYCLINIC_POSTGRES").split(":");
        PgConnectOptions options = new PgConnectOptions()
                .setHost(address[0])
                .setPort(Integer.parseInt(address[1]))
                .setDatabase(database)
                .setUser(database)
                .setPassword(clinic.require("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(Locale.ROOT)));
        String authority = clinic.value("POLYCLINIC_POSTGRES_CA", "");
        if (!authority.isEmpty()) {
            options.setSslMode(SslMode.VERIFY_FULL);
            options.setHostnameVerificationAlgorithm("HTTPS");
            options.setTrustOptions(new PemTrustOptions().addCertPath(authority));
        }
        return options;
    }
}
