package polyclinic.asset;

import static io.restassured.RestAssured.given;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.MultiPartSpecification;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** The service's operations as a client calls them. */
public final class AssetClient {
    public static final String ASSETS = "/api/v1/assets";
    public static final String BOUNDARY = "----part-4711";

    private AssetClient() {}

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

    public static String stored(String kind, UUID patient, byte[] bytes, String type) {
        return upload(Tokens.of("admin"), metadata(kind, patient), bytes, "befund", type)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static Response content(String token, String id, Map<String, String> headers) {
        return as(token).headers(headers).get(ASSETS + "/" + id + "/content");
    }
}
