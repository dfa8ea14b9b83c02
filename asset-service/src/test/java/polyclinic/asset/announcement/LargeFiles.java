package polyclinic.asset.announcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.AssetClient;
import polyclinic.asset.kinds.Samples;

/** Large files as a client sends and fetches them. */
public final class LargeFiles {
    public static final String UPLOADS = AssetClient.ASSETS + "/uploads";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LargeFiles() {}

    /** What begins as a PDF and is so long. */
    public static byte[] pdf(int size) {
        byte[] bytes = Samples.noise(size, size);
        System.arraycopy(Samples.pdf(), 0, bytes, 0, Samples.pdf().length);
        return bytes;
    }

    public static String announcement(UUID patient, byte[] bytes, String type) {
        return announcement(patient, bytes, type, "");
    }

    /** @param more further members, each after a comma */
    public static String announcement(UUID patient, byte[] bytes, String type, String more) {
        return "{\"kind\":\"document\",\"patientId\":\"%s\",\"contentType\":\"%s\",\"size\":%d,\"sha256\":\"%s\"%s}"
                .formatted(patient, type, bytes.length, sha256(bytes), more);
    }

    public static Response announce(String token, String announcement) {
        return AssetClient.as(token)
                .contentType("application/json")
                .body(announcement)
                .post(UPLOADS);
    }

    /** What was announced. */
    public static Response announced(String token, UUID patient, byte[] bytes) {
        Response announced = announce(token, announcement(patient, bytes, "application/pdf"));
        assertThat(announced.statusCode()).as(announced.asString()).isEqualTo(201);
        return announced;
    }

    public static Response complete(String token, String id, byte[] bytes) {
        return AssetClient.as(token)
                .contentType("application/json")
                .body("{\"sha256\":\"" + sha256(bytes) + "\"}")
                .post(UPLOADS + "/" + id + "/complete");
    }

    /** @param token null where the address is enough */
    public static HttpResponse<String> put(String url, byte[] bytes, @Nullable String token) {
        return send(
                request(url, token)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)),
                HttpResponse.BodyHandlers.ofString());
    }

    public static HttpResponse<byte[]> get(String url) {
        return send(request(url, null), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String url, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port).resolve(url));
        if (token != null) request.header("Authorization", "Bearer " + token);
        return request;
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
