package polyclinic.asset.upload;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.asset.AssetClient.metadata;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.upload;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.Tokens;

/** A form that wants more memory or disk than an upload needs is refused before it has been sent. */
@QuarkusTest
class UploadLimitsTest {
    private static final int MIB = 1024 * 1024;
    private static final String METADATA = "Content-Disposition: form-data; name=\"metadata\"\r\n";
    private static final String FILE = "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n";

    @Inject
    Stores stores;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URL service;

    private List<Long> before;

    @BeforeEach
    void look() {
        before = stores.size();
    }

    @AfterEach
    void nothing_is_left_and_the_service_lives() {
        assertThat(stores.size()).isEqualTo(before);
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(stores.spooled()).isZero());
        upload(Tokens.of("nurse"), metadata("document", patient()), Samples.pdf(), "a.pdf", "application/pdf")
                .then()
                .statusCode(201);
    }

    /** What a client that looks for an answer before each piece was answered, and how much it had sent by then. */
    private record Refusal(int status, JsonPath problem, long sent) {
        private void is(int status, String slug) {
            assertThat(this.status).as(problem.prettify()).isEqualTo(status);
            assertThat(problem.getString("type")).isEqualTo("urn:polyclinic:problem:" + slug);
        }

        private void names(String part) {
            is(422, "invalid-input");
            assertThat(problem.getString("violations[0].field")).isEqualTo(part);
        }
    }

    private static String part(String headers, String content) {
        return "--x\r\n" + headers + "\r\n" + content;
    }

    /** Sends the head of a form and then one piece again and again until there is an answer. */
    private Refusal send(String token, String head, String piece, long pieces) throws Exception {
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] repeated = piece.getBytes(StandardCharsets.UTF_8);
        return send(token, "Content-Length: " + (first.length + pieces * repeated.length), first, repeated, pieces);
    }

    private Refusal send(String token, String length, byte[] head, byte[] piece, long pieces) throws Exception {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/assets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: multipart/form-data; boundary=x\r\n" + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            long sent = 0;
            try {
                out.write(head);
                sent += head.length;
                for (long i = 0; i < pieces && socket.getInputStream().available() == 0; i++) {
                    out.write(piece);
                    sent += piece.length;
                    Thread.sleep(1);
                }
            } catch (SocketException refusedMidway) {
                // It need not read what it has refused.
            }
            return answer(socket, sent);
        }
    }

    private static Refusal answer(Socket socket, long sent) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("in the middle of: " + head).isNotNegative();
            head.append((char) next);
        }
        int length = Integer.parseInt(head.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1"));
        String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        return new Refusal(Integer.parseInt(head.substring(9, 12)), JsonPath.from(body), sent);
    }

    @Test
    void two_hundred_texts_of_a_megabyte_are_refused_at_the_first() throws Exception {
        String text = part("Content-Disposition: form-data; name=\"a\"\r\n", "x".repeat(1_000_000) + "\r\n");

        Refusal refusal = send(Tokens.of("nurse"), "", text, 200);

        refusal.names("a");
        assertThat(refusal.sent()).isLessThan(50L * MIB);
    }

    @Test
    void a_photo_beyond_its_limit_is_refused_before_the_rest_is_sent() throws Exception {
        String head = part(METADATA, metadata("patient_photo", patient()) + "\r\n") + part(FILE, "");

        Refusal refusal = send(Tokens.of("nurse"), head, "x".repeat(64 * 1024), 6400);

        refusal.is(413, "too-large");
        assertThat(refusal.problem().getLong("maxSize")).isEqualTo(10L * MIB);
        assertThat(refusal.sent()).isBetween(10L * MIB, 100L * MIB);
    }

    @Test
    void without_its_metadata_a_file_may_be_as_large_as_the_role_stores_at_most() throws Exception {
        byte[] head = ("1000\r\n" + part(FILE, "x".repeat(4096 - part(FILE, "").length())) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = ("10000\r\n" + "x".repeat(64 * 1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);

        Refusal refusal = send(Tokens.of("prescription-service"), "Transfer-Encoding: chunked", head, chunk, 6400);

        refusal.is(413, "too-large");
        assertThat(refusal.problem().getLong("maxSize")).isEqualTo(20L * MIB);
        assertThat(refusal.sent()).isBetween(20L * MIB, 110L * MIB);
    }

    @Test
    void a_length_beyond_all_that_the_role_stores_is_refused_before_a_byte_is_read() throws Exception {
        UUID patient = patient();

        Refusal refusal =
                send(Tokens.patient("patient", patient), "Content-Length: 60000000", new byte[0], new byte[0], 0);

        refusal.is(413, "too-large");
        assertThat(refusal.problem().getLong("maxSize")).isEqualTo(50L * MIB);
    }

    @Test
    void an_unknown_part_is_refused_by_its_headers() throws Exception {
        String head = part(METADATA, metadata("scan", patient()) + "\r\n")
                + part("Content-Disposition: form-data; name=\"more\"; filename=\"b\"\r\n", "");

        send(Tokens.of("nurse"), head, "x".repeat(64 * 1024), 100).names("more");
    }

    @Test
    void a_repeated_part_is_refused_by_its_headers() throws Exception {
        String metadata = part(METADATA, metadata("scan", patient()) + "\r\n");

        send(Tokens.of("nurse"), metadata + part(METADATA, ""), "x", 1000).names("metadata");
    }

    @Test
    void metadata_that_is_refused_spares_the_file() throws Exception {
        String head = part(METADATA, metadata("backup", null) + "\r\n") + part(FILE, "");

        send(Tokens.of("nurse"), head, "x".repeat(64 * 1024), 100).is(403, "forbidden");
    }

    @Test
    void part_headers_of_nine_kibibytes_are_refused() throws Exception {
        send(Tokens.of("nurse"), "--x\r\nX-Long: ", "x".repeat(9 * 1024), 100).is(413, "too-large");
        send(Tokens.of("nurse"), "--x\r\n", "X-Many: x\r\n", 9 * 1024 / 11 + 1).is(413, "too-large");
    }

    @Test
    void a_preamble_without_an_end_is_refused() throws Exception {
        send(Tokens.of("nurse"), "", "x".repeat(1024), 100).is(413, "too-large");
    }

    @Test
    void a_client_that_waits_for_leave_is_given_it() throws Exception {
        before = List.of(before.get(0) + 1, before.get(1) + 1);
        byte[] form = AssetClient.form(
                metadata("document", patient()), Samples.pdf(), "filename=\"a.pdf\"", "application/pdf");
        HttpRequest request = HttpRequest.newBuilder(service.toURI().resolve(AssetClient.ASSETS))
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .header("Authorization", "Bearer " + Tokens.of("nurse"))
                .header("Content-Type", "multipart/form-data; boundary=" + AssetClient.BOUNDARY)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build();

        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }
}
