package polyclinic.asset.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.kinds.Samples;
import polyclinic.asset.texts.Papers;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class ThumbnailMakingTest {
    @Inject
    Stores stores;

    @Inject
    Assets assets;

    @Inject
    BlobStore blobs;

    @Inject
    ThumbnailMaking making;

    /** What other tests have stored is not waited for. */
    @BeforeEach
    void begin_clean() {
        Stores.await(stores.collection("asset")
                .updateMany(
                        new Document("thumbnail.status", "PENDING"),
                        new Document("$set", new Document("thumbnail.status", "FAILED"))));
    }

    private static byte[] photo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private String scanned(String id) {
        set(id, "scan", "CLEAN");
        return id;
    }

    private void set(String id, String field, Object value) {
        Stores.await(stores.collection("asset")
                .updateOne(new Document("_id", id), new Document("$set", new Document(field, value))));
    }

    private int make() {
        return Stores.await(making.makeDue());
    }

    private static Response thumbnail(String id, String query) {
        return as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + id + "/thumbnail" + query);
    }

    private static void assertProblem(Response answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.<String>path("type")).isEqualTo("urn:polyclinic:problem:" + slug);
    }

    @Test
    void a_photo_has_small_pictures_once_the_scanner_has_seen_it_and_each_look_is_audited() throws Exception {
        UUID patient = patient();
        String id = stored("patient_photo", patient, photo(), "image/png");
        assertThat(make()).isZero();
        assertProblem(thumbnail(id, ""), 409, "thumbnail-pending");

        scanned(id);
        assertThat(make()).isEqualTo(1);

        Response picture = thumbnail(id, "?size=97");
        assertThat(picture.statusCode()).as(picture.asString()).isEqualTo(200);
        assertThat(picture.contentType()).isEqualTo("image/jpeg");
        assertThat(picture.header("Cache-Control")).isEqualTo("no-store");
        assertThat(picture.header("X-Content-Type-Options")).isEqualTo("nosniff");
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture.asByteArray()));
        assertThat(shown.getWidth()).isEqualTo(256);
        assertThat(shown.getHeight()).isEqualTo(192);
        assertThat(as(Tokens.of("nurse"))
                        .header("If-None-Match", picture.header("ETag"))
                        .get(AssetClient.ASSETS + "/" + id + "/thumbnail")
                        .statusCode())
                .isEqualTo(304);
        assertThat(as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + id).<Integer>path("version"))
                .isEqualTo(1);
        var looks = TopicClient.await(
                "audit.entries",
                message -> message.text("entityId").equals(id)
                        && message.text("action").equals("read")
                        && message.text("outcome").equals("success"),
                3);
        assertThat(looks).allSatisfy(look -> assertThat(look.text("patientId")).isEqualTo(patient.toString()));
    }

    @ParameterizedTest
    @CsvSource({"16, 96", "96, 96", "256, 256", "257, 512", "512, 512"})
    void the_next_larger_size_is_given(int asked, int given) throws Exception {
        String id = scanned(stored("document", patient(), Papers.pdf("Letter"), "application/pdf"));
        assertThat(make()).isEqualTo(1);

        byte[] jpeg = thumbnail(id, "?size=" + asked).asByteArray();

        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getHeight()).isEqualTo(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "15", "513", "-1"})
    void other_sizes_are_refused(String size) {
        String id = scanned(stored("patient_photo", patient(), photo(), "image/png"));

        assertProblem(thumbnail(id, "?size=" + size), 422, "invalid-input");
    }

    @Test
    void what_is_infected_has_none_and_says_so() {
        String id = stored("patient_photo", patient(), photo(), "image/png");
        set(id, "scan", "INFECTED");

        assertThat(make()).isEqualTo(1);

        assertThat(stores.asset(id).getEmbedded(List.of("thumbnail", "failure"), String.class))
                .isEqualTo("INFECTED");
        assertProblem(thumbnail(id, ""), 409, "quarantined");
    }

    @Test
    void what_is_no_picture_or_a_broken_one_has_none() {
        String text = scanned(stored("document", patient(), Samples.text(), "text/plain"));
        String broken = scanned(stored("patient_photo", patient(), Samples.png(), "image/png"));

        assertThat(make()).isEqualTo(1);

        assertProblem(thumbnail(text, ""), 404, "not-found");
        assertProblem(thumbnail(broken, ""), 404, "not-found");
    }

    @Test
    void a_deletion_takes_the_pictures_away() {
        String id = scanned(stored("patient_photo", patient(), photo(), "image/png"));
        assertThat(make()).isEqualTo(1);
        assertThat(stores.asset(id)).containsKey("thumbnails");

        as(Tokens.of("admin")).delete(AssetClient.ASSETS + "/" + id).then().statusCode(204);

        assertThat(stores.asset(id)).doesNotContainKeys("thumbnail", "thumbnails");
        assertProblem(thumbnail(id, ""), 404, "not-found");
    }

    @Test
    void pictures_are_made_once_by_however_many_and_again_when_who_made_them_died() {
        String id = scanned(stored("patient_photo", patient(), photo(), "image/png"));

        var both = Uni.join().all(making.makeDue(), making.makeDue()).andFailFast();

        assertThat(Stores.await(both).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(1);
        set(id, "thumbnail.status", "PENDING");
        set(id, "thumbnail.due", new Date(System.currentTimeMillis() + 60_000));
        assertThat(make()).isZero();
        set(id, "thumbnail.due", new Date(0));
        assertThat(make()).isEqualTo(1);
        assertThat(thumbnail(id, "").statusCode()).isEqualTo(200);
    }

    @Test
    void a_file_that_ends_the_process_each_time_is_given_up_and_one_that_is_away_is_not() {
        String deadly = scanned(stored("patient_photo", patient(), photo(), "image/png"));
        set(deadly, "thumbnail.tries", 3);
        String away = scanned(stored("patient_photo", patient(), photo(), "image/png"));
        Stores.await(blobs.delete(Stores.await(assets.findById(away)).blobKey()));

        assertThat(make()).isEqualTo(1);

        assertThat(stores.asset(deadly).get("thumbnail", Document.class).getString("failure"))
                .isEqualTo("READER_FAILED");
        Document waiting = stores.asset(away).get("thumbnail", Document.class);
        assertThat(waiting.getString("status")).isEqualTo("PENDING");
        assertThat(waiting.getInteger("tries")).isZero();
        assertThat(waiting.getDate("due")).isAfter(new Date());
        assertThat(stores.spooled()).isZero();
    }
}
