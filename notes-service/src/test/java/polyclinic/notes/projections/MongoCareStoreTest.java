package polyclinic.notes.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.WithTestResource;
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
import polyclinic.commons.testing.contracts.CareStoreContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class MongoCareStoreTest extends CareStoreContract {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);

    @Inject
    MongoClient client;

    @Inject
    CareStore careStore;

    @Test
    void a_document_that_the_release_before_writes_at_the_same_version_hides_no_care() {
        UUID appointment = UUID.randomUUID();
        UUID patient = UUID.randomUUID();
        String account = UUID.randomUUID().toString();
        client.getDatabase("notes")
                .getCollection("care")
                .insertOne(new Document("_id", appointment)
                        .append("version", 3L)
                        .append("patientId", patient)
                        .append("doctorSubject", account)
                        .append("cancelled", false));

        careStore
                .save(List.of(new CareRelationship(
                        appointment,
                        3,
                        patient,
                        null,
                        account,
                        CareBasis.APPOINTMENT,
                        Instant.now(),
                        Instant.now().plusSeconds(60),
                        false)))
                .await()
                .atMost(STORE_TIMEOUT);

        assertThat(careStore.contains(account, patient).await().atMost(STORE_TIMEOUT))
                .isTrue();
    }
}
