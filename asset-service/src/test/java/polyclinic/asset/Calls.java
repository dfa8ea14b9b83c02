package polyclinic.asset;

import static io.restassured.RestAssured.given;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.Tokens;

/** The service's operations as a client calls them. */
final class Calls {
    static final String ASSETS = "/api/v1/assets";
    static final String BOUNDARY = "----part-4711";

    private Calls() {}

    /** A patient whom the owner knows. */
    static UUID patient() {
        UUID id = UUID.randomUUID();
        Owners.PATIENTS.add(id);
        return id;
    }

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    static String metadata(String kind, UUID patient) {
        return "{\"kind\":\"" + kind + "\"" + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"") + "}";
    }

    static Response upload(String token, String metadata, byte[] bytes, String fileName, String type) {
        return upload(as(token), metadata, bytes, fileName, type);
    }

    /** Written by hand: a client library decides too much about part headers. */
    static Response upload(RequestSpecification request, String metadata, byte[] bytes, String name, String type) {
        return request.contentType("multipart/form-data; boundary=" + BOUNDARY)
                .body(form(metadata, bytes, "filename=\"" + name + "\"", type))
                .post(ASSETS);
    }

    static byte[] form(String metadata, byte[] bytes, String fileName, String type) {
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

    static io.restassured.specification.MultiPartSpecification json(String metadata) {
        return new MultiPartSpecBuilder(metadata)
                .controlName("metadata")
                .mimeType("application/json")
                .charset("UTF-8")
                .build();
    }

    /** A small PDF, stored by an admin; its id. */
    static String stored(String kind, UUID patient) {
        return stored(kind, patient, Samples.pdf(), "application/pdf");
    }

    static String stored(String kind, UUID patient, byte[] bytes, String type) {
        return upload(Tokens.of("admin"), metadata(kind, patient), bytes, "befund", type)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static Response content(String token, String id, Map<String, String> headers) {
        return as(token).headers(headers).get(ASSETS + "/" + id + "/content");
    }
}
