package polyclinic.asset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.patient;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.Tokens;

/** What no client should send as metadata and some will. */
@QuarkusTest
class BadMetadataTest {
    @Inject
    Stores stores;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URL service;

    private static Response send(String metadata) {
        return AssetClient.upload(Tokens.of("nurse"), metadata, Samples.pdf(), "a.pdf", "application/pdf");
    }

    @Test
    void spoilt_metadata_is_answered_by_a_problem_and_stores_nothing() {
        String good = "\"kind\":\"document\",\"patientId\":\"" + patient() + "\"";
        List<String> spoilt = new ArrayList<>(List.of(
                "",
                "null",
                "[]",
                "\"x\"",
                "7",
                "}{",
                "{" + good,
                "{" + good + "}{}",
                "{" + good + "} x",
                "{" + good + ",\"surprise\":1}",
                "{" + good + ",\"kind\":\"document\"}",
                "{" + good + ",\"status\":\"stored\"}",
                "{" + good + ",\"sha256\":\"0\"}",
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                "{\"kind\":\"DOCUMENT\",\"patientId\":\"" + UUID.randomUUID() + "\"}",
                "{\"kind\":2,\"patientId\":\"" + UUID.randomUUID() + "\"}",
                "{\"kind\":null,\"patientId\":\"" + UUID.randomUUID() + "\"}",
                "{\"kind\":{\"$ne\":null},\"patientId\":\"" + UUID.randomUUID() + "\"}",
                "{\"kind\":\"document\",\"patientId\":\"1\"}",
                "{\"kind\":\"document\",\"patientId\":\"' or 1=1 --\"}",
                "{\"kind\":\"document\",\"patientId\":{\"$gt\":\"\"}}",
                "{\"kind\":\"document\",\"patientId\":[\"" + UUID.randomUUID() + "\"]}"));
        for (String value : List.of(
                "7",
                "true",
                "{}",
                "\"" + "x".repeat(10_000) + "\"",
                "\"a\\u0000b\"",
                "\"a\\u001bb\"",
                "\"a\\ud800b\"",
                "\"a\u0001b\"")) spoilt.add("{" + good + ",\"title\":" + value + "}");
        for (String field : List.of("documentDate", "expiresAt"))
            for (String value : List.of(
                    "\"2024-02-30T00:00:00Z\"",
                    "\"2024-13-01T00:00:00Z\"",
                    "\"0000-00-00\"",
                    "\"99999-01-01T00:00:00Z\"",
                    "\"yesterday\"",
                    "1700000000",
                    "{\"$date\":1}")) spoilt.add("{" + good + ",\"" + field + "\":" + value + "}");
        spoilt.add("{" + good + ",\"expiresAt\":\"2001-01-01T00:00:00Z\"}");
        for (String field : List.of("appointmentId", "prescriptionId", "batchId"))
            for (String value : List.of("\"abc\"", "1", "{\"$ne\":1}", "\"\u0000\""))
                spoilt.add("{" + good + ",\"" + field + "\":" + value + "}");
        List<Long> before = stores.size();
        List<String> wrong = new ArrayList<>();

        for (String metadata : spoilt) {
            Response response = send(metadata);
            String body = response.asString();
            if (response.statusCode() != 400 && response.statusCode() != 422
                    || !response.contentType().startsWith("application/problem+json")
                    || body.contains("Exception")
                    || body.contains("\tat "))
                wrong.add(metadata.substring(0, Math.min(150, metadata.length())) + " → " + response.statusCode() + " "
                        + body);
        }

        assertThat(wrong).isEmpty();
        assertThat(stores.size()).isEqualTo(before);
    }

    @Test
    void an_unknown_field_is_named() {
        Response response = send("{\"kind\":\"document\",\"patientId\":\"" + patient() + "\",\"surprise\":1}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.<String>path("violations[0].field")).isEqualTo("surprise");
    }

    @Test
    void metadata_of_fifty_megabytes_is_too_large() throws Exception {
        List<Long> before = stores.size();
        byte[] part = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        String head = "--x\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"title\":\"";
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            String request = "POST /api/v1/assets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + Tokens.of("nurse") + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: "
                    + (head.length() + 50_000_000) + "\r\n\r\n" + head;
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            try {
                for (int i = 0; i < 50; i++) out.write(part);
            } catch (SocketException refusedMidway) {
                // It need not read what it has refused.
            }
            socket.setSoTimeout(20_000);

            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
        assertThat(stores.size()).isEqualTo(before);
    }

    @Test
    void metadata_that_is_a_little_too_large_is_told_so() {
        Response response = send("{\"title\":\"" + "x".repeat(100_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.contentType()).startsWith("application/problem+json");
    }

    @Test
    void another_content_type_is_refused() {
        for (String type :
                List.of("application/json", "application/xml", "text/plain", "application/x-www-form-urlencoded")) {
            Response response = AssetClient.as(Tokens.of("nurse"))
                    .contentType(type)
                    .body("{}")
                    .post(AssetClient.ASSETS);

            assertThat(response.statusCode()).as(type).isEqualTo(415);
            assertThat(response.contentType()).startsWith("application/problem+json");
        }
    }

    @Test
    void keys_that_are_none_are_refused() {
        for (String key : List.of("x".repeat(256), " ")) {
            Response response = AssetClient.upload(
                    AssetClient.as(Tokens.of("nurse")).header("Idempotency-Key", key),
                    AssetClient.metadata("document", patient()),
                    Samples.pdf(),
                    "a.pdf",
                    "application/pdf");

            assertThat(response.statusCode()).isEqualTo(422);
        }
    }

    @Test
    void ids_that_are_none_are_not_found() {
        for (String id : List.of("1", "abc", "..%2f..%2fetc", "%00", "1'%20or%20'1'='1", "x".repeat(300)))
            for (String path : List.of("/" + id, "/" + id + "/content")) {
                Response response = AssetClient.as(Tokens.of("admin"))
                        .urlEncodingEnabled(false)
                        .get(AssetClient.ASSETS + path);

                assertThat(response.statusCode()).as(path).isBetween(400, 499);
                assertThat(response.contentType()).startsWith("application/problem+json");
            }
    }
}
