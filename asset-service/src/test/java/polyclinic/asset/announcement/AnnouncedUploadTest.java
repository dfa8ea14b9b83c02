package polyclinic.asset.announcement;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.announcement.LargeFiles.announce;
import static polyclinic.asset.announcement.LargeFiles.announced;
import static polyclinic.asset.announcement.LargeFiles.announcement;
import static polyclinic.asset.announcement.LargeFiles.complete;
import static polyclinic.asset.announcement.LargeFiles.pdf;
import static polyclinic.asset.announcement.LargeFiles.put;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.blobs.GridFs;
import polyclinic.asset.consistency.Sweeps;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

/** Through the service, where clients do not reach the store. */
@QuarkusTest
class AnnouncedUploadTest {
    @Inject
    Stores stores;

    @Inject
    ReactiveMongoClient mongo;

    @Inject
    Sweeps sweeps;

    private final UUID patient = patient();
    private final String nurse = Tokens.of("nurse");
    private final byte[] bytes = pdf(300_000);

    private Document upload(String id) {
        return Objects.requireNonNull(Stores.await(stores.collection("upload")
                .find(new Document("_id", id))
                .collect()
                .first()));
    }

    private void set(String id, Document fields) {
        Stores.await(stores.collection("upload").updateOne(new Document("_id", id), new Document("$set", fields)));
    }

    private void overdue(String id) {
        set(id, new Document("expiresAt", Date.from(Instant.now().minusSeconds(1))));
    }

    /** Files and bytes that count for the patient today. */
    private List<Number> counted() {
        Document count = Stores.await(stores.collection("quotas")
                .find(new Document("_id", new Document("$regex", "^" + patient + "/.*/staff")))
                .collect()
                .first());
        return count == null ? List.of(0, 0L) : List.of((Number) count.get("files"), count.get("bytes", Number.class));
    }

    private static String problem(Response refused) {
        return refused.path("type").toString().replace("urn:polyclinic:problem:", "");
    }

    @Test
    void what_was_announced_and_sent_becomes_an_asset_of_the_same_id() {
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        assertThat(announced.<String>path("url"))
                .startsWith("/api/v1/transfers?token=")
                .doesNotContain(patient.toString());
        assertThat(counted()).isEqualTo(List.of(1, 300_000L));
        assertThat(problem(complete(nurse, id, bytes))).isEqualTo("upload-incomplete");

        assertThat(put(announced.path("url"), bytes, nurse).statusCode()).isEqualTo(204);
        assertThat(AssetClient.as(nurse).get(AssetClient.ASSETS + "/" + id).statusCode())
                .isEqualTo(404);
        Response completed = complete(nurse, id, bytes);

        assertThat(completed.statusCode()).as(completed.asString()).isEqualTo(201);
        assertThat(completed.<String>path("id")).isEqualTo(id);
        assertThat(completed.<String>path("scan")).isEqualTo("pending");
        assertThat(content(nurse, id, Map.of()).asByteArray()).isEqualTo(bytes);
        assertThat(stores.blobs()).contains(id).doesNotContain("staging/" + id);
        assertThat(upload(id).getString("status")).isEqualTo("COMPLETED");
        assertThat(counted()).isEqualTo(List.of(1, 300_000L));
        assertThat(TopicClient.await(
                        "audit.entries",
                        message -> message.json().path("entityId").asText().equals(id)
                                && message.json().path("action").asText().equals("create"),
                        2))
                .extracting(message -> message.json().path("entityType").asText())
                .containsExactlyInAnyOrder("upload", "asset");
        TopicClient.event("asset.events", "asset.stored.v1", id);
        assertThat(stores.spooled()).isZero();
    }

    @Test
    void completing_again_shows_the_asset_and_sending_again_is_refused() {
        Response announced = announced(nurse, patient, bytes);
        put(announced.path("url"), bytes, nurse);
        complete(nurse, announced.path("id"), bytes);

        Response again = complete(nurse, announced.path("id"), bytes);

        assertThat(again.<String>path("id")).isEqualTo(announced.<String>path("id"));
        assertThat(put(announced.path("url"), bytes, nurse).statusCode()).isEqualTo(409);
        assertThat(AssetClient.as(nurse)
                        .get(LargeFiles.UPLOADS + "/" + announced.path("id"))
                        .<String>path("url"))
                .isNull();
    }

    @Test
    void gridfs_takes_large_files_too() {
        QuarkusMock.installMockForType(GridFs.store(mongo), BlobStore.class);
        Response announced = announced(nurse, patient, bytes);

        assertThat(put(announced.path("url"), bytes, nurse).statusCode()).isEqualTo(204);
        assertThat(complete(nurse, announced.path("id"), bytes).statusCode()).isEqualTo(201);

        assertThat(content(nurse, announced.path("id"), Map.of()).asByteArray()).isEqualTo(bytes);
        assertThat(Stores.await(stores.collection("blobs.files")
                        .countDocuments(new Document("_id", "staging/" + announced.path("id")))))
                .isZero();
    }

    @Test
    void other_bytes_longer_ones_and_fewer_are_refused_and_nothing_of_them_stays() {
        Response announced = announced(nurse, patient, bytes);
        byte[] others = bytes.clone();
        others[100_000]++;

        assertThat(put(announced.path("url"), others, nurse).statusCode()).isEqualTo(422);
        assertThat(put(announced.path("url"), pdf(300_001), nurse).statusCode()).isEqualTo(413);
        assertThat(put(announced.path("url"), pdf(1000), nurse).statusCode()).isEqualTo(400);

        assertThat(stores.blobs())
                .noneMatch(key -> key.endsWith(announced.path("id").toString()));
        assertThat(stores.spooled()).isZero();
        assertThat(put(announced.path("url"), bytes, nurse).statusCode()).isEqualTo(204);
        assertThat(complete(nurse, announced.path("id"), others).statusCode()).isEqualTo(422);
        assertThat(complete(nurse, announced.path("id"), bytes).statusCode()).isEqualTo(201);
    }

    @Test
    void what_the_bytes_are_counts_and_not_what_was_announced() {
        byte[] page = Samples.html();
        Response announced = announce(nurse, announcement(patient, page, "application/pdf"));
        put(announced.path("url"), page, nurse);

        Response refused = complete(nurse, announced.path("id"), page);

        assertThat(problem(refused)).isEqualTo("type-differs");
        assertThat(stores.asset(announced.path("id"))).isNull();
        assertThat(upload(announced.path("id")).getString("status")).isEqualTo("ANNOUNCED");
        assertThat(upload(announced.path("id")).get("heldUntil")).isNull();
    }

    @Test
    void what_can_be_told_without_the_bytes_is_told_at_once() {
        byte[] none = new byte[1];
        assertThat(problem(announce(nurse, announcement(patient, none, "text/html"))))
                .isEqualTo("type-not-allowed");
        assertThat(problem(announce(nurse, announcement(UUID.randomUUID(), none, "application/pdf"))))
                .isEqualTo("unknown-patient");
        assertThat(problem(announce(
                        nurse,
                        announcement(patient, none, "application/pdf").replace("\"size\":1", "\"size\":60000000"))))
                .isEqualTo("too-large");
        assertThat(problem(announce(
                        nurse, announcement(patient, none, "application/pdf").replace("document", "backup"))))
                .isEqualTo("forbidden");
        assertThat(counted()).isEqualTo(List.of(0, 0L));
    }

    @Test
    void an_upload_is_its_announcers_alone() {
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        String admin = Tokens.of("admin");

        assertThat(put(announced.path("url"), bytes, admin).statusCode()).isEqualTo(404);
        assertThat(put(announced.path("url"), bytes, null).statusCode()).isEqualTo(401);
        assertThat(put(announced.<String>path("url") + "x", bytes, nurse).statusCode())
                .isEqualTo(404);
        assertThat(complete(admin, id, bytes).statusCode()).isEqualTo(404);
        assertThat(AssetClient.as(admin).get(LargeFiles.UPLOADS + "/" + id).statusCode())
                .isEqualTo(404);
        assertThat(LargeFiles.get(announced.path("url")).statusCode()).isEqualTo(404);
    }

    @Test
    void of_two_who_complete_at_the_same_time_one_stores() throws Exception {
        Response announced = announced(nurse, patient, bytes);
        put(announced.path("url"), bytes, nurse);

        List<CompletableFuture<Response>> both = Stream.of(1, 2)
                .map(one -> CompletableFuture.supplyAsync(() -> complete(nurse, announced.path("id"), bytes)))
                .toList();

        for (CompletableFuture<Response> each : both)
            assertThat(each.get().statusCode()).as(each.get().asString()).isIn(200, 201);
        assertThat(stores.blobs())
                .filteredOn(key -> key.startsWith(announced.path("id").toString()))
                .hasSize(1);
        assertThat(stores.asset(announced.path("id")).getInteger("attempt")).isEqualTo(1);
    }

    @Test
    void what_nobody_completes_goes_with_its_place_in_the_quota() {
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        put(announced.path("url"), bytes, nurse);
        overdue(id);
        assertThat(problem(complete(nurse, id, bytes))).isEqualTo("upload-over");

        assertThat(sweeps.once()).contains("EXPIRED_UPLOAD");

        assertThat(stores.blobs()).doesNotContain("staging/" + id);
        assertThat(counted()).isEqualTo(List.of(0, 0L));
        assertThat(upload(id).getString("status")).isEqualTo("EXPIRED");
        assertThat(upload(id).get("staged")).isNull();
        assertThat(problem(complete(nurse, id, bytes))).isEqualTo("upload-over");
        set(id, new Document("endedAt", Date.from(Instant.now().minusSeconds(3 * 86_400))));
        TopicClient.auditEntry("create", id);
        set(id, new Document("outboxPending", false));
        sweeps.once();
        assertThat(Stores.await(stores.collection("upload").countDocuments(new Document("_id", id))))
                .isZero();
    }

    @Test
    void what_is_being_completed_does_not_expire() {
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        put(announced.path("url"), bytes, nurse);
        overdue(id);
        set(id, new Document("heldUntil", Date.from(Instant.now().plusSeconds(60))));

        assertThat(sweeps.once()).isNotNull();
        assertThat(upload(id).getString("status")).isEqualTo("ANNOUNCED");

        assertThat(complete(nurse, id, bytes).statusCode()).isEqualTo(201);
    }

    /** The replica died after the asset was stored and before it said so. */
    @Test
    void what_a_crash_leaves_behind_a_stored_asset_is_finished_by_a_repetition_or_the_sweep() {
        for (boolean repeated : List.of(true, false)) {
            Response announced = announced(nurse, patient, bytes);
            String id = announced.path("id");
            put(announced.path("url"), bytes, nurse);
            complete(nurse, id, bytes);
            List<Number> counted = counted();
            set(id, new Document("status", "ANNOUNCED"));
            put(announced.path("url"), bytes, nurse);
            assertThat(stores.blobs()).contains("staging/" + id);

            if (repeated) {
                assertThat(complete(nurse, id, bytes).<String>path("id")).isEqualTo(id);
            } else {
                overdue(id);
                sweeps.once();
            }

            assertThat(stores.blobs()).contains(id).doesNotContain("staging/" + id);
            assertThat(upload(id).getString("status")).isEqualTo("COMPLETED");
            assertThat(counted()).isEqualTo(counted);
        }
    }
}
