package polyclinic.commons.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClients;
import io.quarkus.mongodb.impl.ReactiveMongoClientImpl;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Mongo;

/** Turns of several replicas, on a server. */
@QuarkusTest
class LeaseTest {
    private static final String DATABASE = "leases";
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Mongo server;
    private static ReactiveMongoClient mongo;

    private final HandSetClock clock = new HandSetClock();
    private final String name = UUID.randomUUID().toString();
    private Lease one;
    private Lease other;

    @BeforeAll
    static void start() {
        server = Mongo.start(
                Path.of("target", "servers", "mongo-" + ProcessHandle.current().pid())
                        .toAbsolutePath(),
                Probe.freePort());
        mongo = new ReactiveMongoClientImpl(MongoClients.create(server.url()));
    }

    @AfterAll
    static void stop() {
        mongo.close();
        server.close();
    }

    @BeforeEach
    void two() {
        one = new Lease(mongo, DATABASE, clock);
        other = new Lease(mongo, DATABASE, clock);
    }

    @Test
    void a_turn_is_kept_without_a_write_until_half_of_it_is_over() {
        assertThat(keep(one)).isEqualTo(1);
        Date until = until();

        clock.pass(Duration.ofSeconds(7));
        assertThat(keep(one)).isEqualTo(1);
        assertThat(until()).isEqualTo(until);

        clock.pass(Duration.ofSeconds(1));
        assertThat(keep(one)).isEqualTo(1);
        assertThat(until()).isEqualTo(Date.from(clock.instant().plus(LENGTH)));
    }

    @Test
    void nobody_else_has_it_meanwhile() {
        keep(one);

        for (int second = 0; second < 60; second++) {
            assertThat(keep(one)).isEqualTo(1);
            assertThat(keep(other)).isNull();
            clock.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void who_slept_through_its_turn_has_it_no_more() {
        keep(one);
        clock.pass(LENGTH);

        assertThat(keep(other)).isEqualTo(2);
        assertThat(keep(one)).isNull();
    }

    @Test
    void who_was_refused_asks_again_after_a_second() {
        keep(one);
        assertThat(keep(other)).isNull();
        mongo.getDatabase(DATABASE)
                .getCollection("leases")
                .deleteOne(new Document("_id", name))
                .await()
                .atMost(PATIENCE);

        clock.pass(Duration.ofMillis(900));
        assertThat(keep(other)).isNull();
        clock.pass(Duration.ofMillis(100));
        assertThat(keep(other)).isEqualTo(1);
    }

    private @Nullable Long keep(Lease replica) {
        return replica.keep(name, LENGTH).await().atMost(PATIENCE);
    }

    private Date until() {
        return mongo.getDatabase(DATABASE)
                .getCollection("leases")
                .find(new Document("_id", name))
                .collect()
                .first()
                .await()
                .atMost(PATIENCE)
                .getDate("until");
    }

    private static final class HandSetClock extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        private void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
