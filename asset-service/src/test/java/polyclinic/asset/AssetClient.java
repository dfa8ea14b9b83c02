package polyclinic.asset;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.MultiPartSpecification;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** The service's operations as a client calls them. */
public final class AssetClient {
    public static final String ASSETS = "/api/v1/assets";
    public static final String BOUNDARY = "----part-4711";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private AssetClient() {}

    public static final String BATCHES = "/api/v1/batches";

    /** A batch that a nurse has begun; its id. */
    public static String batch(UUID patient) {
        Response started = as(Tokens.of("nurse"))
                .contentType("application/json")
                .body("{\"patientId\":\"" + patient + "\",\"title\":\"Letters\"}")
                .post(BATCHES);
        assertThat(started.statusCode()).as(started.asString()).isEqualTo(201);
        return started.path("id");
    }

    /** A document of a batch; its id. */
    public static String inBatch(String batch, UUID patient, byte[] bytes, String type) {
        return stored(
                "{\"kind\":\"document\",\"patientId\":\"" + patient + "\",\"batchId\":\"" + batch + "\"}", bytes, type);
    }

    /** A patient whom the owner knows. */
    public static UUID patient() {
        return StubServices.registeredPatient();
    }

    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    public static String metadata(String kind, UUID patient) {
        return "{\"kind\":\"" + kind + "\"" + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"") + "}";
    }

    public static Response upload(String token, String metadata, byte[] bytes, String fileName, String type) {
        return upload(as(token), metadata, bytes, fileName, type);
    }

    /** Written by hand: a client library decides too much about part headers. */
    public static Response upload(
            RequestSpecification request, String metadata, byte[] bytes, String name, String type) {
        return request.contentType("multipart/form-data; boundary=" + BOUNDARY)
                .body(form(metadata, bytes, "filename=\"" + name + "\"", type))
                .post(ASSETS);
    }

    public static byte[] form(String metadata, byte[] bytes, String fileName, String type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                        + "Content-Type: application/json\r\n\r\n" + metadata + "\r\n--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; " + fileName
                        + (type == null ? "" : "\r\nContent-Type: " + type) + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    public static MultiPartSpecification json(String metadata) {
        return new MultiPartSpecBuilder(metadata)
                .controlName("metadata")
                .mimeType("application/json")
                .charset("UTF-8")
                .build();
    }

    /** A small PDF, stored by an admin; its id. */
    public static String stored(String kind, UUID patient) {
        return stored(kind, patient, Samples.pdf(), "application/pdf");
    }

    /** Not by the test's usual client, which takes a second and a half for a megabyte. */
    public static String stored(String kind, UUID patient, byte[] bytes, String type) {
        return stored(metadata(kind, patient), bytes, type);
    }

    public static String stored(String metadata, byte[] bytes, String type) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + ASSETS))
                .header("Authorization", "Bearer " + Tokens.of("admin"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(metadata, bytes, "filename=\"befund\"", type)))
                .build();
        HttpResponse<String> stored;
        try {
            stored = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
        return JsonPath.from(stored.body()).getString("id");
    }

    public static Response content(String token, String id, Map<String, String> headers) {
        return as(token).headers(headers).get(ASSETS + "/" + id + "/content");
    }
}
