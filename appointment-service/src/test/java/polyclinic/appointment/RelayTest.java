package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One replica relays the outbox, and another goes on when it is gone. */
@QuarkusTest
class RelayTest extends AppointmentServiceTest {
    private static final Duration RELAY_TIMEOUT = Duration.ofSeconds(20);
    private static final long RELAY_LOCK = 0x6f7574626f78L;
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
    void waits_while_another_replica_has_the_lock_and_takes_it_afterwards() {
        var doctor = doctor();
        event("appointment.booked.v1", booked(doctor, SOON));
        emptyOutbox();
        SqlConnection other = pool.getConnectionAndAwait();
        try {
            CompletableFuture<?> lock = other.query("select pg_advisory_lock(" + RELAY_LOCK + ")")
                    .execute()
                    .subscribeAsCompletionStage();
            await().atMost(RELAY_TIMEOUT)
                    .until(() -> count("pg_locks where locktype = 'advisory' and not granted") == 1);
            cut(holder());
            Uni.createFrom().completionStage(lock).await().atMost(RELAY_TIMEOUT);

            String id = booked(doctor, SOON.plusSeconds(900));

            await("its event and its audit entry stay where they are")
                    .during(Duration.ofSeconds(2))
                    .atMost(RELAY_TIMEOUT)
                    .until(() -> count("outbox where aggregateid = '" + id + "'") > 0);
            other.query("select pg_advisory_unlock_all()").executeAndAwait();
            event("appointment.booked.v1", id);
            auditEntry("create", id);
            emptyOutbox();
        } finally {
            other.query("select pg_advisory_unlock_all()").executeAndAwait();
            other.closeAndAwait();
        }
    }

    private int holder() {
        await().atMost(RELAY_TIMEOUT).until(() -> count(HOLDER) == 1);
        return one("select pid from " + HOLDER).getInteger("pid");
    }

    private void cut(int backend) {
        assertThat(one("select pg_terminate_backend(" + backend + ") as cut").getBoolean("cut"))
                .isTrue();
    }
}
