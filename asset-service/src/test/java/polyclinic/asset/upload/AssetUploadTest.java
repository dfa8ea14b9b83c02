package polyclinic.asset.upload;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.metadata;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.upload;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.AssetStubs;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetUploadTest {
    private static final String PDF = "application/pdf";

    @Inject
    Stores stores;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URL service;

    @AfterEach
    void owners_are_back() {
        AssetStubs.ownersAreBack();
    }

    @Test
    void a_stored_file_is_told_described_and_audited() throws Exception {
        UUID patient = patient();
        UUID prescription = UUID.randomUUID();
        StubServices.answer("/api/v1/prescriptions/" + prescription, Map.of("patientId", patient));
        byte[] bytes = Samples.noise(700_000, 1);
        System.arraycopy(Samples.pdf(), 0, bytes, 0, Samples.pdf().length);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String metadata = "{\"kind\":\"document\",\"patientId\":\"" + patient + "\",\"prescriptionId\":\""
                + prescription + "\",\"title\":\"Entlassbrief Łódź\",\"documentDate\":\"2011-01-02T03:04:05.678Z\"}";

        Response stored = upload(Tokens.of("nurse"), metadata, bytes, "Entlassbrief Łódź.pdf", PDF);

        stored.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("kind", equalTo("document"))
                .body("status", equalTo("stored"))
                .body("patientId", equalTo(patient.toString()))
                .body("prescriptionId", equalTo(prescription.toString()))
                .body("title", equalTo("Entlassbrief Łódź"))
                .body("documentDate", equalTo("2011-01-02T03:04:05.678Z"))
                .body("fileName", equalTo("Entlassbrief Łódź.pdf"))
                .body("contentType", equalTo(PDF))
                .body("size", equalTo(bytes.length))
                .body("sha256", equalTo(sha256))
                .body("createdBy", equalTo(Tokens.subject("nurse")))
                .body("appointmentId", nullValue());
        String id = stored.path("id");
        assertThat(stored.header("Location")).endsWith("/api/v1/assets/" + id);
        assertThat(as(Tokens.of("nurse")).get(AssetClient.ASSETS + "/" + id).asString())
                .isEqualTo(stored.asString());
        assertThat(AssetClient.content(Tokens.of("nurse"), id, Map.of()).asByteArray())
                .isEqualTo(bytes);
        var event = TopicClient.await("asset.events", message -> message.key().equals(id));
        assertThat(event.type()).isEqualTo("asset.stored.v1");
        assertThat(event.json().get("sha256").asText()).isEqualTo(sha256);
        assertThat(event.json().get("kind").asText()).isEqualTo("document");
        assertThat(event.json().get("patientId").asText()).isEqualTo(patient.toString());
        assertThat(event.json().get("version").asInt()).isEqualTo(1);
        var entries =
                TopicClient.await("audit.entries", message -> message.body().contains(id), 3);
        assertThat(entries)
                .extracting(entry -> entry.json().get("action").asText())
                .containsExactlyInAnyOrder("create", "read", "read");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.json().at("/actor/subject").asText()).isEqualTo(Tokens.subject("nurse"));
            assertThat(entry.json().get("patientId").asText()).isEqualTo(patient.toString());
        });
        await().atMost(10, SECONDS)
                .untilAsserted(
                        () -> assertThat(stores.asset(id).get("outboxPending")).isNull());
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(stores.spooled()).isZero());
    }

    @Test
    void the_parts_may_come_in_either_order_and_metadata_as_a_file() {
        UUID patient = patient();

        as(Tokens.of("nurse"))
                .multiPart("file", "scan.png", Samples.png(), "image/png")
                .multiPart(AssetClient.json(metadata("scan", patient)))
                .post(AssetClient.ASSETS)
                .then()
                .statusCode(201);
        as(Tokens.of("nurse"))
                .multiPart("file", "scan.png", Samples.png(), "image/png")
                .multiPart(new MultiPartSpecBuilder(metadata("scan", patient))
                        .controlName("metadata")
                        .fileName("metadata.json")
                        .mimeType("application/json")
                        .build())
                .post(AssetClient.ASSETS)
                .then()
                .statusCode(201);
    }

    @Test
    void what_is_refused_leaves_nothing() {
        UUID patient = patient();
        String nurse = Tokens.of("nurse");
        List<Long> before = stores.size();
        byte[] large = new byte[11 * 1024 * 1024];
        System.arraycopy(Samples.png(), 0, large, 0, 100);

        refused(
                415,
                "type-not-allowed",
                upload(nurse, metadata("patient_photo", patient), Samples.pdf(), "a.pdf", PDF));
        refused(
                415,
                "type-not-allowed",
                upload(nurse, metadata("patient_photo", patient), Samples.svg(), "a.svg", "image/svg+xml"));
        refused(
                422,
                "type-differs",
                upload(nurse, metadata("patient_photo", patient), Samples.exe(), "a.png", "image/png"));
        refused(422, "type-differs", upload(nurse, metadata("document", patient), Samples.html(), "a.pdf", PDF));
        refused(413, "too-large", upload(nurse, metadata("patient_photo", patient), large, "a.png", "image/png"));
        refused(422, "empty-file", upload(nurse, metadata("document", patient), new byte[0], "a.pdf", PDF));
        refused(
                422,
                "unknown-patient",
                upload(nurse, metadata("document", UUID.randomUUID()), Samples.pdf(), "a.pdf", PDF));
        refused(422, "invalid-input", upload(nurse, metadata("document", null), Samples.pdf(), "a.pdf", PDF));
        refused(403, "forbidden", upload(nurse, metadata("backup", null), Samples.zip(), "a.zip", "application/zip"));
        refused(
                403,
                "forbidden",
                upload(Tokens.of("reception"), metadata("scan", patient), Samples.pdf(), "a.pdf", PDF));

        assertThat(stores.size()).isEqualTo(before);
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(stores.spooled()).isZero());
    }

    private static void refused(int status, String slug, Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("type")).isEqualTo("urn:polyclinic:problem:" + slug);
    }

    @Test
    void parts_that_are_missing_doubled_or_unknown_are_refused() {
        String good = metadata("document", patient());
        List<Long> before = stores.size();

        refused(
                422,
                "invalid-input",
                as(Tokens.of("nurse")).multiPart(AssetClient.json(good)).post(AssetClient.ASSETS));
        refused(
                422,
                "invalid-input",
                as(Tokens.of("nurse"))
                        .multiPart("file", "a.pdf", Samples.pdf(), PDF)
                        .post(AssetClient.ASSETS));
        refused(
                422,
                "invalid-input",
                as(Tokens.of("nurse"))
                        .multiPart(AssetClient.json(good))
                        .multiPart("file", "a.pdf", Samples.pdf(), PDF)
                        .multiPart("file", "b.pdf", Samples.pdf(), PDF)
                        .post(AssetClient.ASSETS));
        refused(
                422,
                "invalid-input",
                as(Tokens.of("nurse"))
                        .multiPart(AssetClient.json(good))
                        .multiPart("file", "a.pdf", Samples.pdf(), PDF)
                        .multiPart("more", "1")
                        .post(AssetClient.ASSETS));
        refused(
                422,
                "invalid-input",
                as(Tokens.of("nurse"))
                        .multiPart(AssetClient.json(good))
                        .multiPart("file", "not a file")
                        .post(AssetClient.ASSETS));

        assertThat(stores.size()).isEqualTo(before);
    }

    // --- patients ---

    @Test
    void the_owner_is_asked_once_about_a_patient_and_remembered() {
        UUID patient = patient();
        upload(Tokens.of("nurse"), metadata("document", patient), Samples.pdf(), "a.pdf", PDF)
                .then()
                .statusCode(201);
        AssetStubs.ownersAreAway();

        upload(Tokens.of("nurse"), metadata("document", patient), Samples.pdf(), "a.pdf", PDF)
                .then()
                .statusCode(201);
    }

    @Test
    void without_the_owner_an_unheard_of_patient_cannot_be_judged() {
        List<Long> before = stores.size();
        AssetStubs.ownersAreAway();

        refused(
                503,
                "unavailable",
                upload(Tokens.of("nurse"), metadata("document", UUID.randomUUID()), Samples.pdf(), "a.pdf", PDF));

        assertThat(stores.size()).isEqualTo(before);
    }

    @Test
    void a_service_is_trusted_to_know_its_patient() {
        AssetStubs.ownersAreAway();

        upload(
                        Tokens.of("prescription-service"),
                        metadata("prescription_file", UUID.randomUUID()),
                        Samples.pdf(),
                        "prescription.pdf",
                        PDF)
                .then()
                .statusCode(201);
    }

    // --- once ---

    @Test
    void the_same_key_twenty_times_at_once_stores_one_asset() throws Exception {
        UUID patient = patient();
        String key = UUID.randomUUID().toString();
        List<Long> before = stores.size();
        ExecutorService clients = Executors.newFixedThreadPool(20);
        List<Future<Response>> calls = new ArrayList<>();

        for (int i = 0; i < 20; i++)
            calls.add(clients.submit(() -> upload(
                    as(Tokens.of("nurse")).header("Idempotency-Key", key),
                    metadata("document", patient),
                    Samples.pdf(),
                    "a.pdf",
                    PDF)));

        List<Response> answers = new ArrayList<>();
        for (Future<Response> call : calls) answers.add(call.get(60, SECONDS));
        clients.shutdown();
        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(stores.size()).isEqualTo(List.of(before.get(0) + 1, before.get(1) + 1));
        String id = answers.get(0).path("id");
        assertThat(TopicClient.await("asset.events", message -> message.key().equals(id), 1))
                .hasSize(1);
    }

    @Test
    void a_key_belongs_to_one_content_and_one_caller() {
        UUID patient = patient();
        String key = UUID.randomUUID().toString();
        var nurse = as(Tokens.of("nurse")).header("Idempotency-Key", key);
        String id = upload(nurse, metadata("document", patient), Samples.pdf(), "a.pdf", PDF)
                .path("id");

        Response other = upload(
                as(Tokens.of("nurse")).header("Idempotency-Key", key),
                metadata("document", patient),
                Samples.text(),
                "a.txt",
                "text/plain");
        Response admin = upload(
                as(Tokens.of("admin")).header("Idempotency-Key", key),
                metadata("document", patient),
                Samples.pdf(),
                "a.pdf",
                PDF);

        refused(422, "idempotency-key-reused", other);
        assertThat(admin.statusCode()).isEqualTo(201);
        assertThat(admin.<String>path("id")).isNotEqualTo(id);
    }

    @Test
    void a_repeated_request_finishes_what_a_killed_one_began() {
        UUID patient = patient();
        String key = UUID.randomUUID().toString();
        String first = upload(
                        as(Tokens.of("nurse")).header("Idempotency-Key", key),
                        metadata("document", patient),
                        Samples.pdf(),
                        "a.pdf",
                        PDF)
                .asString();
        String id = JsonPath.from(first).getString("id");
        as_if_killed_while_storing(id, 60_000);

        Response again = upload(
                as(Tokens.of("nurse")).header("Idempotency-Key", key),
                metadata("document", patient),
                Samples.pdf(),
                "a.pdf",
                PDF);

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first);
        assertThat(stores.asset(id).getString("status")).isEqualTo("STORED");
        assertThat(stores.blobs()).contains(id + ".2");
    }

    private void as_if_killed_while_storing(String id, long agoMillis) {
        Stores.await(stores.collection("asset")
                .updateOne(
                        new Document("_id", id),
                        new Document(
                                        "$set",
                                        new Document("status", "STORING")
                                                .append(
                                                        "storingUntil",
                                                        new Date(System.currentTimeMillis() - agoMillis)))
                                .append("$unset", new Document("storedAt", 1))));
    }

    // --- faults ---

    @Test
    void an_upload_that_the_client_breaks_off_leaves_nothing() throws Exception {
        List<Long> before = stores.size();
        String head =
                "--x\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n"
                        + metadata("document", patient())
                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\n\r\n";
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request(5_000_000).getBytes(StandardCharsets.US_ASCII));
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(Samples.noise(2_000_000, 1));
            out.flush();
            await().atMost(10, SECONDS)
                    .untilAsserted(() -> assertThat(stores.spooled()).isPositive());
        }

        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(stores.spooled()).isZero());
        assertThat(stores.size()).isEqualTo(before);
    }

    @Test
    void a_body_without_its_closing_boundary_is_malformed() throws Exception {
        List<Long> before = stores.size();
        String body = "--x\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
                + metadata("document", patient())
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.7 and then nothing";
        for (String broken :
                List.of(body, "", "--y--\r\n", "rubbish".repeat(100), "--x\r\nno header\r\n\r\n--x--\r\n")) {
            Response response = as(Tokens.of("nurse"))
                    .contentType("multipart/form-data; boundary=x")
                    .body(broken.getBytes(StandardCharsets.US_ASCII))
                    .post(AssetClient.ASSETS);

            assertThat(response.statusCode()).as(broken).isBetween(400, 422);
            assertThat(response.contentType()).startsWith("application/problem+json");
        }
        assertThat(stores.size()).isEqualTo(before);
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(stores.spooled()).isZero());
    }

    @Test
    void a_body_longer_than_any_kind_may_be_is_refused_before_it_is_read() throws Exception {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request(9_000_000_000L).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoTimeout(10_000);

            byte[] answer = new byte[16];
            socket.getInputStream().readNBytes(answer, 0, 12);

            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void who_is_not_signed_in_uploads_nothing() throws Exception {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            String anonymous = request(50_000_000).replaceFirst("Authorization: [^\r]*\r\n", "");
            socket.getOutputStream().write(anonymous.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoTimeout(10_000);

            byte[] answer = new byte[16];
            socket.getInputStream().readNBytes(answer, 0, 12);

            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 401");
            assertThat(stores.spooled()).isZero();
        }
    }

    private String request(long length) {
        return "POST /api/v1/assets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.of("nurse")
                + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void without_the_file_store_nothing_is_stored_and_afterwards_everything_works_again() {
        UUID patient = patient();
        String key = UUID.randomUUID().toString();
        long before = stores.size().get(0);
        S3Server.current().kill();
        try {
            refused(
                    503,
                    "blob-store-unavailable",
                    upload(
                            as(Tokens.of("nurse")).header("Idempotency-Key", key),
                            metadata("document", patient),
                            Samples.pdf(),
                            "a.pdf",
                            PDF));
        } finally {
            S3Server.current().start();
        }

        Response again = upload(
                as(Tokens.of("nurse")).header("Idempotency-Key", key),
                metadata("document", patient),
                Samples.pdf(),
                "a.pdf",
                PDF);

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(stores.asset(again.path("id")).getString("status")).isEqualTo("STORED");
        assertThat(Stores.await(stores.collection("asset")
                        .countDocuments(new Document("status", "STORED").append("patientId", patient.toString()))))
                .isEqualTo(1);
        assertThat(stores.size().get(0)).isLessThanOrEqualTo(before + 2);
    }

    @Test
    void a_file_of_a_kind_that_is_not_kept_for_ever_has_its_end_from_the_beginning() {
        Instant latest = Instant.now().plus(Duration.ofDays(30));
        String id = AssetClient.stored(AssetClient.metadata("backup", null), Samples.zip(), "application/zip");

        String end = AssetClient.as(Tokens.of("admin"))
                .get(AssetClient.ASSETS + "/" + id)
                .path("expiresAt");

        assertThat(Instant.parse(end)).isBetween(latest.minusSeconds(1), latest.plusSeconds(60));
    }
}
