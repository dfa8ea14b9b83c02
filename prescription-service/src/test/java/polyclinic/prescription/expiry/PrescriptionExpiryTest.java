package polyclinic.prescription.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionExpiryTest extends ServiceTest {
    @Inject
    PrescriptionExpiry expiry;

    @Test
    void an_issued_prescription_ends_when_its_time_is_over_and_is_told_once() {
        String ended = issued();
        String lasting = issued();
        execute("update prescription set expires_at = now() - interval '1 s' where id = $1", UUID.fromString(ended));

        expiry.wake();
        awaitStatus(ended, "expired");
        expiry.wake();

        assertPublished(ended, "drafted", "issuing", "issued", "expired");
        assertThat(audited(ended, 4)).containsExactly("create", "issue", "issued", "expire");
        assertThat(status(lasting)).isEqualTo("issued");
    }

    @Test
    void another_replica_that_is_at_it_does_not_hold_this_one_up() {
        String locked = issued();
        String free = issued();
        execute("update prescription set expires_at = now() - interval '1 s' where id = any($1)", (Object)
                List.of(locked, free).stream().map(UUID::fromString).toArray(UUID[]::new));

        pool.withTransaction(other -> other.preparedQuery("select 1 from prescription where id = $1 for update")
                        .execute(Tuple.of(UUID.fromString(locked)))
                        .invoke(expiry::wake)
                        .chain(() -> other.preparedQuery("select pg_sleep(0.2), status from prescription where id = $1")
                                .execute(Tuple.of(UUID.fromString(locked)))))
                .await()
                .indefinitely();
        awaitStatus(free, "expired");
        assertThat(status(locked)).isEqualTo("issued");

        expiry.wake();
        awaitStatus(locked, "expired");
    }

    private String issued() {
        String id = drafted(visit(), "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");
        return id;
    }
}
