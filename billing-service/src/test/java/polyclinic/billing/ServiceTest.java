package polyclinic.billing;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

/** The service against its own PostgreSQL and Kafka and the {@link StubServices}, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
public abstract class ServiceTest {
    @Inject
    protected Pool pool;

    @BeforeEach
    void resetStubs() {
        StubServices.reset();
    }

    /** A patient who is known from events. */
    protected UUID knownPatient() {
        UUID id = UUID.randomUUID();
        execute(
                "insert into known_patient (id, version, uhid, given_name, family_name)"
                        + " values ($1, 0, 'PC-1', 'Ada', 'Lovelace')",
                id);
        return id;
    }

    protected void execute(String sql, Object... values) {
        pool.preparedQuery(sql).executeAndAwait(Tuple.from(values));
    }

    protected List<Row> rows(String sql, Object... values) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .executeAndAwait(Tuple.from(values))
                                .spliterator(),
                        false)
                .toList();
    }
}
