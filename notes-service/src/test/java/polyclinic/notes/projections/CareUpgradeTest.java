package polyclinic.notes.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.mongo.AccessCollections;
import polyclinic.notes.testing.NotesServiceTest;

/** Documents from when care was kept by account: nobody loses care with the upgrade, and nobody keeps it for good. */
@QuarkusTest
class CareUpgradeTest extends NotesServiceTest {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);

    @Inject
    MongoClient client;

    @Inject
    CareStore store;

    private final UUID patient = UUID.randomUUID();
    private final UUID appointment = UUID.randomUUID();
    private final String account = UUID.randomUUID().toString();

    @Test
    void care_counts_by_account_until_its_event_is_read_anew_or_a_year_is_over() {
        UUID cancelled = UUID.randomUUID();
        insert(appointment, patient, false);
        insert(cancelled, UUID.randomUUID(), true);

        AccessCollections.careByDoctor(client.getDatabase("notes"));
        AccessCollections.careByDoctor(client.getDatabase("notes"));

        assertThat(inCare()).isTrue();
        assertThat(collection("care").countDocuments(Filters.eq("_id", cancelled)))
                .isZero();
        Document kept = collection("care").find(Filters.eq("_id", appointment)).first();
        assertThat(kept.getDate("until").toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(364)), Instant.now().plus(Duration.ofDays(366)));

        store.save(List.of(new CareRelationship(
                        appointment,
                        0,
                        patient,
                        UUID.randomUUID(),
                        null,
                        CareBasis.APPOINTMENT,
                        Instant.now(),
                        Instant.now().plusSeconds(60),
                        false)))
                .await()
                .atMost(STORE_TIMEOUT);
        assertThat(inCare()).isFalse();
    }

    private boolean inCare() {
        return store.contains(account, patient).await().atMost(STORE_TIMEOUT);
    }

    private void insert(UUID id, UUID ofPatient, boolean isCancelled) {
        collection("care")
                .insertOne(new Document("_id", id)
                        .append("version", 5L)
                        .append("patientId", ofPatient)
                        .append("doctorSubject", account)
                        .append("cancelled", isCancelled));
    }
}
