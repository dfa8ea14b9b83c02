package polyclinic.commons.mongo.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.internal.MongoClientImpl;
import io.quarkus.arc.ClientProxy;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.mongo.writes.OutboxWrites;

/** What the drivers really use: Quarkus puts its settings over those of the address. */
@QuarkusTest
class MongoSettingsTest {
    @Inject
    MongoClient blocking;

    @Inject
    ReactiveMongoClient reactive;

    @Test
    void a_write_is_acknowledged_by_a_majority_that_has_it_on_disk() {
        settings().forEach(settings -> assertThat(settings.getWriteConcern())
                .isEqualTo(WriteConcern.MAJORITY.withJournal(true)));
    }

    @Test
    void the_driver_repeats_writes_and_reads() {
        settings().forEach(settings -> {
            assertThat(settings.getRetryWrites()).isTrue();
            assertThat(settings.getRetryReads()).isTrue();
        });
    }

    @Test
    void everything_that_waits_for_the_server_has_a_limit() {
        settings().forEach(settings -> {
            assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.SECONDS))
                    .isEqualTo(2);
            assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.SECONDS))
                    .isEqualTo(10);
            assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                    .isEqualTo(10);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://db.example/?retryWrites=false, false",
        "mongodb://db.example/?retryWrites=true, true",
        "mongodb://db.example/?replicaSet=rs0, true"
    })
    void the_address_may_say_that_the_server_has_no_retryable_writes(String address, boolean retries) {
        assertThat(new MongoDriverSettings(Optional.of(address), new OutboxWrites(List.of()))
                        .customize(MongoClientSettings.builder().retryWrites(true))
                        .build()
                        .getRetryWrites())
                .isEqualTo(retries);
    }

    private Stream<MongoClientSettings> settings() {
        MongoClient client = ClientProxy.unwrap(blocking);
        return Stream.of(
                ((MongoClientImpl) client).getSettings(),
                ((com.mongodb.reactivestreams.client.internal.MongoClientImpl) reactive.unwrap()).getSettings());
    }
}
