package polyclinic.notes.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.ReceiptRetention;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.web.StoredAnswer;
import polyclinic.notes.testing.NotesServiceTest;

/** Who finds no claim of a key takes it that there is no receipt: so a claim stays for longer than any receipt. */
@QuarkusTest
class RequestClaimsTest extends NotesServiceTest {
    @Inject
    ReceiptRetention retention;

    @Inject
    MongoIdempotency idempotency;

    private final UUID patient = patientInCare();
    private final String key = UUID.randomUUID().toString();

    @Test
    void a_claim_goes_after_the_receipt_of_its_key() {
        send("/api/v1/clinical-data", patient).then().statusCode(201);

        ranOut(StoredAnswer.RETENTION.plusHours(1));
        assertThat(claim()).isNotNull();

        ranOut(StoredAnswer.RETENTION.plusHours(3));
        assertThat(claim()).isNull();
    }

    @Test
    void a_receipt_is_found_when_its_claim_has_gone() {
        Response first = send("/api/v1/clinical-data", patient);
        collection("claims").deleteMany(ofKey());

        Response again = send("/api/v1/clinical-data", patient);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
    }

    @Test
    void a_key_is_free_again_at_once_after_a_request_that_was_refused() {
        for (int i = 0; i < 3; i++)
            send("/api/v1/clinical-data", UUID.randomUUID())
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:polyclinic:problem:unknown-patient"));
        send("/api/v1/clinical-data", patient).then().statusCode(201);
    }

    @Test
    void what_a_replicas_end_cuts_off_is_repeated_at_once_and_done_once() throws Exception {
        UUID slow = UUID.randomUUID();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        StubServices.handle("/api/v1/patients/" + slow, exchange -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            exchange.answer(200, "{\"id\":\"%s\",\"version\":1}".formatted(slow));
        });
        CompletableFuture<Response> cutOff = CompletableFuture.supplyAsync(() -> send("/api/v1/clinical-data", slow));
        asked.await();
        assertThat(claim().getDate("until")).isAfter(new Date());

        idempotency.release(new ShutdownEvent());

        assertThat(claim().getDate("until")).isBeforeOrEqualTo(new Date());
        StubServices.registerPatient(slow);
        Response repeated = send("/api/v1/clinical-data", slow);
        answered.countDown();
        assertThat(repeated.statusCode()).isEqualTo(201);
        assertThat(cutOff.join().<String>path("id")).isEqualTo(repeated.path("id"));
        assertThat(collection("clinical_data").countDocuments(Filters.eq("patientId", slow)))
                .isOne();
    }

    private Response send(String path, UUID of) {
        return as("nurse")
                .header("Idempotency-Key", key)
                .body("{\"patientId\":\"%s\",\"dataType\":\"vital_signs\",\"data\":{\"pulse\":70}}".formatted(of))
                .post(path);
    }

    private void ranOut(Duration ago) {
        Date until = Date.from(Instant.now().minus(ago));
        assertThat(collection("claims")
                        .updateOne(ofKey(), Updates.set("until", until))
                        .getMatchedCount())
                .isOne();
        retention.sweep();
    }

    private Document claim() {
        return collection("claims").find(ofKey()).first();
    }

    private Bson ofKey() {
        return Filters.regex("_id", key + "$");
    }
}
