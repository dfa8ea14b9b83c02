package polyclinic.billing;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.contracts.RestatementContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "billing"))
@WithTestResource(value = KafkaServer.class)
class BillingRestatementsTest extends RestatementContract {
    @Inject
    Pool pool;

    @Override
    protected String topic() {
        return "billing.events";
    }

    @Override
    protected Map<String, UUID> things() {
        UUID price = UUID.randomUUID();
        pool.preparedQuery(
                        "insert into price (id, version, code, name, kind, currency, amount, valid_from, created_at, updated_at)"
                                + " values ($1, 0, $2, 'Dressing', 'OTHER', 'INR', 12.50, '2026-01-01', now(), now())")
                .executeAndAwait(Tuple.of(price, "S-" + price));
        return Map.of("prices", price);
    }
}
