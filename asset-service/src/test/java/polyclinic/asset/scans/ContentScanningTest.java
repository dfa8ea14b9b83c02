package polyclinic.asset.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.AssetStubs;
import polyclinic.asset.Stores;
import polyclinic.asset.assets.Assets;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class ContentScanningTest {
    @Inject
    Stores stores;

    @Inject
    Assets assets;

    @Inject
    ContentScanning scanning;

    /** What other tests have stored is not waited for. */
    @BeforeEach
    void begin_clean() {
        Stores.await(stores.collection("asset")
                .updateMany(new Document("scan", "PENDING"), new Document("$set", new Document("scan", "SKIPPED"))));
    }

    @AfterEach
    void scanner_is_back() {
        AssetStubs.scanner().away(false);
    }

    private static String infected() {
        byte[] text = Arrays.copyOf(ClamdStub.eicar(), 300);
        Arrays.fill(text, ClamdStub.eicar().length, text.length, (byte) ' ');
        return stored("document", patient(), text, "text/plain");
    }

    private static String scan(String id) {
        return AssetClient.as(Tokens.of("admin"))
                .get(AssetClient.ASSETS + "/" + id)
                .path("scan");
    }

    private void due(String id) {
        Stores.await(stores.collection("asset")
                .updateOne(
                        new Document("_id", id),
                        new Document(
                                "$set",
                                new Document("scanDue", Date.from(Instant.now().minusSeconds(1))))));
    }

    @Test
    void what_is_infected_is_not_given_out_and_the_trail_says_why() {
        String infected = infected();
        String clean = stored("document", patient());
        assertThat(scan(infected)).isEqualTo("pending");

        assertThat(Stores.await(scanning.scanDue())).isEqualTo(2);

        assertThat(scan(clean)).isEqualTo("clean");
        assertThat(content(Tokens.of("admin"), clean, Map.of()).statusCode()).isEqualTo(200);
        assertThat(scan(infected)).isEqualTo("infected");
        Response refused = content(Tokens.of("admin"), infected, Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<String>path("type")).isEqualTo("urn:polyclinic:problem:quarantined");
        var entry = TopicClient.await(
                "audit.entries",
                message -> message.body().contains(infected) && message.body().contains("\"scan\""));
        assertThat(entry.json().get("action").asText()).isEqualTo("scan");
        assertThat(entry.json().get("reason").asText()).contains("Eicar-Test-Signature");
        assertThat(told(infected)).isEqualTo("infected");
        assertThat(told(clean)).isEqualTo("clean");
        AssetClient.as(Tokens.of("admin"))
                .delete(AssetClient.ASSETS + "/" + infected)
                .then()
                .statusCode(204);
    }

    private static String told(String id) {
        var event = TopicClient.event("asset.events", "asset.scanned.v1", id);
        assertThat(event.json().get("version").asLong()).isEqualTo(2);
        return event.text("scan");
    }

    @Test
    void asking_for_a_quarantined_content_is_a_denied_look_and_no_read() {
        String infected = infected();
        Stores.await(scanning.scanDue());

        assertThat(content(Tokens.of("admin"), infected, Map.of()).statusCode()).isEqualTo(409);
        AssetClient.as(Tokens.of("admin"))
                .head(AssetClient.ASSETS + "/" + infected + "/content")
                .then()
                .statusCode(409);

        var looks = TopicClient.await(
                "audit.entries",
                message -> message.text("entityId").equals(infected)
                        && message.text("action").equals("read"),
                2);
        assertThat(looks).allSatisfy(look -> {
            assertThat(look.text("outcome")).isEqualTo("denied");
            assertThat(look.text("reason")).isEqualTo("quarantined");
            assertThat(look.text("patientId")).isEqualTo(stores.asset(infected).getString("patientId"));
        });
    }

    @Test
    void while_the_scanner_is_away_contents_stay_pending_and_are_tried_again() {
        String id = stored("document", patient());
        AssetStubs.scanner().away(true);
        assertThat(Stores.await(scanning.scanDue())).isZero();
        assertThat(scan(id)).isEqualTo("pending");
        assertThat(stores.asset(id).getInteger("scanAttempts")).isEqualTo(1);
        assertThat(stores.asset(id).getDate("scanDue")).isAfter(new Date());
        String[] others = {stored("document", patient()), stored("document", patient())};
        assertThat(Stores.await(scanning.scanDue())).isZero();
        assertThat(others)
                .extracting(other -> stores.asset(other).getInteger("scanAttempts", 0))
                .as("one in each turn finds out that it is away")
                .containsExactlyInAnyOrder(0, 1);

        AssetStubs.scanner().away(false);
        assertThat(Stores.await(scanning.scanDue())).isEqualTo(1);
        assertThat(scan(id)).isEqualTo("pending");
        due(id);

        assertThat(Stores.await(scanning.scanDue())).isEqualTo(1);
        assertThat(scan(id)).isEqualTo("clean");
    }

    @Test
    void a_content_is_scanned_once_by_however_many_and_again_when_its_scanner_died() {
        String id = stored("document", patient());
        int before = AssetStubs.scanner().scans();

        var both = Uni.join().all(scanning.scanDue(), scanning.scanDue()).andFailFast();

        assertThat(Stores.await(both).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(1);
        assertThat(AssetStubs.scanner().scans()).isEqualTo(before + 1);
        String other = stored("document", patient());
        assertThat(Stores.await(assets.takeForScan(Instant.now(), Instant.now().plusSeconds(60))))
                .isNotNull();
        assertThat(Stores.await(scanning.scanDue())).isZero();
        due(other);
        assertThat(Stores.await(scanning.scanDue())).isEqualTo(1);
        assertThat(scan(id)).isEqualTo("clean");
    }

    @Test
    void where_scans_are_required_nothing_is_given_out_before() {
        String id = stored("document", patient());
        var asset = Stores.await(assets.findById(id));
        ScanPolicy required = new ScanPolicy(ClamdClientTest.config("required", "true", "address", "127.0.0.1:3310"));

        assertThatThrownBy(() -> required.requireGivenOut(asset)).isInstanceOf(ContentQuarantined.class);
        new ScanPolicy(ClamdClientTest.config()).requireGivenOut(asset);
        Stores.await(scanning.scanDue());
        required.requireGivenOut(Stores.await(assets.findById(id)));
    }
}
