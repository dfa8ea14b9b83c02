package polyclinic.asset.download;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetDownloadTest {
    private static final byte[] BYTES = pdf(1_000_000);

    @Inject
    Stores stores;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URL service;

    private static byte[] pdf(int size) {
        byte[] bytes = Samples.noise(size, 11);
        System.arraycopy(Samples.pdf(), 0, bytes, 0, Samples.pdf().length);
        return bytes;
    }

    private static String large() {
        return stored("document", patient(), BYTES, "application/pdf");
    }

    private static Response get(String id, String... headers) {
        Map<String, String> sent = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) sent.put(headers[i], headers[i + 1]);
        return content(Tokens.of("nurse"), id, sent);
    }

    private String etag(String id) {
        return "\"" + stores.asset(id).getString("sha256") + "\"";
    }

    @Test
    void the_whole_content_comes_with_what_keeps_a_browser_from_running_it() {
        String id = large();

        Response response = get(id);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asByteArray()).isEqualTo(BYTES);
        assertThat(response.header("Content-Length")).isEqualTo("1000000");
        assertThat(response.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(response.header("ETag")).isEqualTo(etag(id));
        assertThat(response.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Content-Security-Policy")).contains("sandbox");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"befund.pdf\"; filename*=UTF-8''befund.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99999, 0, 99999",
        "bytes=999999-, 999999, 999999",
        "bytes=500000-, 500000, 999999",
        "bytes=-10, 999990, 999999",
        "bytes=-9999999, 0, 999999",
        "bytes=261119-261121, 261119, 261121",
        "bytes=10-9999999999999999999, 10, 999999"
    })
    void a_part_is_exactly_that_part(String range, int first, int last) {
        String id = large();

        Response response = get(id, "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/1000000");
        assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(last - first + 1));
        assertThat(response.asByteArray()).isEqualTo(Arrays.copyOfRange(BYTES, first, last + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000000-", "bytes=1000000-1000001", "bytes=-0", "bytes=99999999999999999999-"})
    void a_range_behind_the_end_is_told_the_size(String range) {
        Response response = get(large(), "Range", range);

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.header("Content-Range")).isEqualTo("bytes */1000000");
        assertThat(response.contentType()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-3", "bytes=0-1,5-6", "lines=1-2", "rubbish"})
    void a_range_that_cannot_be_read_is_no_range(String range) {
        Response response = get(large(), "Range", range);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asByteArray()).hasSize(1_000_000);
    }

    @Test
    void conditions_are_honoured() {
        String id = large();
        String etag = etag(id);

        assertThat(get(id, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(get(id, "If-None-Match", "\"x\", W/" + etag).statusCode()).isEqualTo(304);
        assertThat(get(id, "If-None-Match", "*").statusCode()).isEqualTo(304);
        assertThat(get(id, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(get(id, "If-None-Match", etag).header("ETag")).isEqualTo(etag);
        assertThat(get(id, "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(get(id, "If-Match", etag).statusCode()).isEqualTo(200);
        assertThat(get(id, "Range", "bytes=0-9", "If-Range", etag).statusCode()).isEqualTo(206);
        assertThat(get(id, "Range", "bytes=0-9", "If-Range", "\"x\"").statusCode())
                .isEqualTo(200);
        assertThat(get(id, "Range", "bytes=0-9", "If-Range", "W/" + etag).statusCode())
                .isEqualTo(200);
        assertThat(get(id, "Range", "bytes=0-9", "If-Range", "Wed, 21 Oct 2015 07:28:00 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_answers_what_get_would_without_the_bytes() {
        String id = large();

        Response head = AssetClient.as(Tokens.of("nurse")).head(AssetClient.ASSETS + "/" + id + "/content");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("1000000");
        assertThat(head.header("ETag")).isEqualTo(etag(id));

        Response ranged = AssetClient.as(Tokens.of("nurse"))
                .header("Range", "bytes=0-9")
                .head(AssetClient.ASSETS + "/" + id + "/content");

        assertThat(ranged.statusCode()).isEqualTo(200);
        assertThat(ranged.header("Content-Length")).isEqualTo("1000000");
        assertThat(ranged.header("Content-Range")).isNull();
    }

    @Test
    void hostile_file_names_arrive_tamed() {
        String metadata = AssetClient.metadata("document", patient());
        String[][] names = {
            {"filename=\"../../etc/passwd\"", "passwd.pdf"},
            {"filename=\"Łódź \u202egpj.exe\"", "Łódź gpj.exe.pdf"},
            {"filename=\"CON\"", "_CON.pdf"},
            {"filename=\"" + "a".repeat(3000) + ".pdf\"", "a".repeat(116) + ".pdf"},
            {"filename=\"a\u0001\u007fb;\\\"; x=.html\"", null},
        };
        for (String[] name : names) {
            Response stored = AssetClient.as(Tokens.of("nurse"))
                    .contentType("multipart/form-data; boundary=" + AssetClient.BOUNDARY)
                    .body(AssetClient.form(metadata, Samples.pdf(), name[0], "application/pdf"))
                    .post(AssetClient.ASSETS);
            assertThat(stored.statusCode()).as(name[0]).isEqualTo(201);
            if (name[1] != null) assertThat(stored.<String>path("fileName")).isEqualTo(name[1]);
            String disposition = get(stored.path("id")).header("Content-Disposition");
            assertThat(disposition)
                    .matches("attachment; filename=\"[ -~&&[^\"\\\\]]*\\.pdf\"; filename\\*=UTF-8''[!-~]*\\.pdf");
        }
    }

    @Test
    void a_photo_with_a_script_in_it_is_still_only_a_photo() {
        byte[] polyglot = new byte[2000];
        System.arraycopy(Samples.png(), 0, polyglot, 0, 100);
        System.arraycopy(Samples.html(), 0, polyglot, 200, Samples.html().length);
        String id = stored("patient_photo", patient(), polyglot, "image/png");

        Response response = get(id);

        assertThat(response.header("Content-Type")).isEqualTo("image/png");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Content-Disposition")).startsWith("attachment;");
    }

    @Test
    void a_reader_that_leaves_early_disturbs_nobody() throws Exception {
        String id = stored("document", patient(), pdf(20_000_000), "application/pdf");
        for (int i = 0; i < 5; i++)
            try (Socket socket = new Socket(service.getHost(), service.getPort())) {
                String request = "GET /api/v1/assets/" + id + "/content HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer " + Tokens.of("nurse") + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }

        assertThat(get(id).asByteArray()).hasSize(20_000_000);
    }

    @Test
    void a_content_that_cannot_be_fetched_is_said_to_be_so() {
        String id = large();
        S3Server.current().kill();
        try {
            assertThat(get(id).statusCode()).isEqualTo(503);
        } finally {
            S3Server.current().start();
        }
        assertThat(get(id).statusCode()).isEqualTo(200);
    }

    @Test
    void the_bytes_are_audited_before_they_are_sent() {
        String id = large();

        get(id, "Range", "bytes=0-9");

        var entry = TopicClient.await(
                "audit.entries",
                message -> message.body().contains(id) && message.body().contains("\"read\""));
        assertThat(entry.json().get("entityType").asText()).isEqualTo("asset");
        assertThat(entry.json().at("/actor/roles/0").asText()).isEqualTo("nurse");
    }

    @Test
    void metadata_knows_its_version() {
        String id = large();
        String path = AssetClient.ASSETS + "/" + id;

        assertThat(AssetClient.as(Tokens.of("nurse")).get(path).header("ETag")).isEqualTo("\"1\"");
        assertThat(AssetClient.as(Tokens.of("nurse"))
                        .header("If-None-Match", "\"1\"")
                        .get(path)
                        .statusCode())
                .isEqualTo(304);
        assertThat(stores.asset(id)).isInstanceOf(Document.class);
    }
}
