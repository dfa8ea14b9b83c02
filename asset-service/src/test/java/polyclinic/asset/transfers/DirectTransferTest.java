package polyclinic.asset.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.announcement.LargeFiles.announced;
import static polyclinic.asset.announcement.LargeFiles.complete;
import static polyclinic.asset.announcement.LargeFiles.get;
import static polyclinic.asset.announcement.LargeFiles.pdf;
import static polyclinic.asset.announcement.LargeFiles.put;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.consistency.Sweeps;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Between clients and S3. */
@QuarkusTest
class DirectTransferTest {
    private static final int PART = 5 * 1024 * 1024;

    @Inject
    Stores stores;

    @Inject
    Sweeps sweeps;

    @Inject
    Instance<S3AsyncClient> s3;

    @Inject
    TransferTokens tokens;

    private final String url = ConfigProvider.getConfig().getValue("quarkus.s3.endpoint-override", String.class);

    private final UUID patient = patient();
    private final String nurse = Tokens.of("nurse");

    @BeforeEach
    void clients_reach_the_store() {
        TransferConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TransferConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("polyclinic.transfers.s3-url", url, "polyclinic.transfers.part-size", "5M"),
                        "transfers",
                        1000))
                .build()
                .getConfigMapping(TransferConfig.class);
        QuarkusMock.installMockForType(
                new DirectTransfers(config, s3, "s3", "polyclinic-assets"), DirectTransfers.class);
    }

    private void scanned(String id, String result) {
        Stores.await(stores.collection("asset")
                .updateOne(new Document("_id", id), new Document("$set", new Document("scan", result))));
    }

    private static Response link(String token, String id) {
        return AssetClient.as(token).get(AssetClient.ASSETS + "/" + id + "/link");
    }

    private List<?> uploadsInParts() {
        return s3.get()
                .listMultipartUploads(request -> request.bucket("polyclinic-assets"))
                .join()
                .uploads();
    }

    @Test
    void a_file_goes_to_s3_and_is_looked_at_before_it_is_an_asset() {
        byte[] bytes = pdf(300_000);
        byte[] others = bytes.clone();
        others[7000]++;
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        assertThat(announced.<String>path("url")).startsWith(url).contains("staging/" + id);

        assertThat(put(announced.path("url"), others, null).statusCode()).isEqualTo(200);
        assertThat(complete(nurse, id, bytes).statusCode()).isEqualTo(422);
        assertThat(stores.asset(id)).isNull();
        assertThat(put(announced.path("url"), bytes, null).statusCode()).isEqualTo(200);
        Response completed = complete(nurse, id, bytes);

        assertThat(completed.statusCode()).as(completed.asString()).isEqualTo(201);
        assertThat(content(nurse, id, Map.of()).asByteArray()).isEqualTo(bytes);
        // Whoever still has the address changes nothing any more.
        put(announced.path("url"), others, null);
        assertThat(content(nurse, id, Map.of()).asByteArray()).isEqualTo(bytes);
        // One sweep looks at some pages only, and these keys are the last.
        for (int n = 0; n < 5 && stores.blobs().contains("staging/" + id); n++) sweeps.once();
        assertThat(stores.blobs()).contains(id).doesNotContain("staging/" + id);
    }

    @Test
    void the_address_takes_as_many_bytes_as_were_announced_and_reads_none() {
        Response announced = announced(nurse, patient, pdf(3000));

        assertThat(put(announced.path("url"), pdf(4000), null).statusCode()).isEqualTo(403);
        assertThat(get(announced.path("url")).statusCode()).isEqualTo(403);
    }

    @Test
    void a_large_one_goes_in_parts() {
        byte[] bytes = pdf(2 * PART + 1_000_000);
        Response announced = announced(nurse, patient, bytes);
        String id = announced.path("id");
        List<Map<String, Object>> parts = announced.path("parts");
        assertThat(parts).hasSize(3);
        for (int n : List.of(2, 0)) putPart(parts.get(n), bytes);
        assertThat(complete(nurse, id, bytes).<String>path("type")).endsWith("upload-incomplete");
        putPart(parts.get(1), bytes);

        assertThat(complete(nurse, id, bytes).statusCode()).isEqualTo(201);

        assertThat(content(nurse, id, Map.of()).asByteArray()).isEqualTo(bytes);
        assertThat(uploadsInParts()).isEmpty();
    }

    private static void putPart(Map<String, Object> part, byte[] bytes) {
        int offset = (int) Objects.requireNonNull(part.get("offset"));
        int size = (int) Objects.requireNonNull(part.get("size"));
        HttpResponse<String> sent = put(
                Objects.requireNonNull(part.get("url")).toString(),
                Arrays.copyOfRange(bytes, offset, offset + size),
                null);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    }

    @Test
    void parts_that_nobody_puts_together_are_swept() {
        byte[] bytes = pdf(PART + 1);
        Response announced = announced(nurse, patient, bytes);
        putPart(announced.<List<Map<String, Object>>>path("parts").get(0), bytes);
        assertThat(uploadsInParts()).hasSize(1);
        Stores.await(stores.collection("upload")
                .updateOne(
                        new Document("_id", announced.path("id")),
                        new Document(
                                "$set",
                                new Document(
                                        "expiresAt", Date.from(Instant.now().minusSeconds(1))))));

        sweeps.once();

        assertThat(uploadsInParts()).isEmpty();
    }

    @Test
    void a_link_leads_to_the_store_once_the_content_is_known_to_be_clean() {
        byte[] bytes = pdf(3000);
        String id = AssetClient.stored("document", patient, bytes, "application/pdf");
        Response pending = link(nurse, id);
        assertThat(pending.<String>path("url")).startsWith("/api/v1/transfers?token=");
        assertThat(get(pending.path("url")).body()).isEqualTo(bytes);
        scanned(id, "CLEAN");

        Response clean = link(nurse, id);

        assertThat(clean.<String>path("url"))
                .startsWith(url)
                .doesNotContain("befund")
                .doesNotContain(patient.toString());
        HttpResponse<byte[]> fetched = get(clean.path("url"));
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(fetched.body()).isEqualTo(bytes);
        assertThat(fetched.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(name -> assertThat(name).startsWith("attachment"));
        assertThat(TopicClient.await(
                        "audit.entries",
                        message -> message.json().path("entityId").asText().equals(id)
                                && message.json().path("action").asText().equals("link"),
                        2))
                .allSatisfy(message ->
                        assertThat(message.json().path("patientId").asText()).isEqualTo(patient.toString()));
    }

    @Test
    void what_turns_out_to_be_infected_is_given_out_by_no_link() {
        String id = AssetClient.stored("document", patient);
        Response early = link(nurse, id);
        scanned(id, "INFECTED");

        assertThat(get(early.path("url")).statusCode()).isEqualTo(409);
        assertThat(link(nurse, id).statusCode()).isEqualTo(409);
        scanned(id, "PENDING");
        AssetClient.as(Tokens.of("admin")).delete(AssetClient.ASSETS + "/" + id);
        assertThat(get(early.path("url")).statusCode()).isEqualTo(404);
    }

    @Test
    void a_link_ends_and_is_for_one_purpose() {
        UUID id = UUID.fromString(AssetClient.stored("document", patient));
        Instant now = Clock.systemUTC().instant();
        TransferToken good =
                new TransferToken(TransferToken.Purpose.DOWNLOAD, id, "somebody", now.plus(Duration.ofMinutes(1)));
        TransferToken old = new TransferToken(TransferToken.Purpose.DOWNLOAD, id, "somebody", now.minusSeconds(1));
        TransferToken other = new TransferToken(TransferToken.Purpose.UPLOAD, id, "somebody", now.plusSeconds(60));

        assertThat(get(tokens.url(good)).statusCode()).isEqualTo(200);
        assertThat(get(tokens.url(old)).statusCode()).isEqualTo(410);
        assertThat(get(tokens.url(other)).statusCode()).isEqualTo(404);
        assertThat(get(tokens.url(good).replace("token=", "token=A")).statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/transfers").statusCode()).isEqualTo(404);
    }
}
