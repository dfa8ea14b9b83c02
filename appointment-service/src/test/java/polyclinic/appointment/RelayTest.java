package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may relay the outbox, and that it goes on whatever becomes of them. */
@QuarkusTest
class RelayTest extends ServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long TURN = 0x6f7574626f78L;
    private static final String HOLDER = "pg_locks where locktype = 'advisory' and granted and objsubid = 1"
            + " and database = (select oid from pg_database where datname = current_database())";

    @Test
    void goes_on_when_its_connection_is_cut() {
        var doctor = doctor();
        event("appointment.booked.v1", booked(doctor, SOON));
        int before = holder();

        cut(before);
        String id = booked(doctor, SOON.plusSeconds(900));

        event("appointment.booked.v1", id);
        emptyOutbox();
        assertThat(holder()).isNotEqualTo(before);
    }

    @Test
    void waits_while_another_replica_has_the_turn_and_takes_it_afterwards() {
        var doctor = doctor();
        event("appointment.booked.v1", booked(doctor, SOON));
        emptyOutbox();
        SqlConnection other = pool.getConnectionAndAwait();
        try {
            CompletableFuture<?> turn = other.query("select pg_advisory_lock(" + TURN + ")")
                    .execute()
                    .subscribeAsCompletionStage();
            await().atMost(PATIENCE).until(() -> count("pg_locks where locktype = 'advisory' and not granted") == 1);
            cut(holder());
            Uni.createFrom().completionStage(turn).await().atMost(PATIENCE);

            String id = booked(doctor, SOON.plusSeconds(900));

            await("its event and its audit entry stay where they are")
                    .during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> count("outbox where aggregateid = '" + id + "'") > 0);
            other.query("select pg_advisory_unlock_all()").executeAndAwait();
            event("appointment.booked.v1", id);
            audited("create", id);
            emptyOutbox();
        } finally {
            other.query("select pg_advisory_unlock_all()").executeAndAwait();
            other.closeAndAwait();
        }
    }

    private int holder() {
        await().atMost(PATIENCE).until(() -> count(HOLDER) == 1);
        return one("select pid from " + HOLDER).getInteger("pid");
    }

    private void cut(int backend) {
        assertThat(one("select pg_terminate_backend(" + backend + ") as cut").getBoolean("cut"))
                .isTrue();
    }
}
