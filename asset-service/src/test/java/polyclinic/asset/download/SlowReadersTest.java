package polyclinic.asset.download;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.testing.web.Tokens;

/** Readers that take nothing: they get little, for a while, and nobody else waits for them. */
@QuarkusTest
class SlowReadersTest {
    private static final byte[] LARGE = large();

    private final List<Socket> stalled = new ArrayList<>();
    private final UUID patient = patient();
    private String id;

    @Inject
    DownloadSlots slots;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URL service;

    private static byte[] large() {
        byte[] bytes = Arrays.copyOf(Samples.pdf(), 4 * 1024 * 1024);
        Arrays.fill(bytes, Samples.pdf().length, bytes.length, (byte) 'x');
        return bytes;
    }

    @BeforeEach
    void store() {
        id = stored("document", patient, LARGE, "application/pdf");
    }

    @AfterEach
    void let_go() throws IOException {
        for (Socket socket : stalled) socket.close();
        await().atMost(20, SECONDS)
                .until(() -> content(Tokens.of("nurse"), id, Map.of()).statusCode() == 200);
    }

    /** Asks for the content and reads the first line of the answer, nothing more. */
    private String stall(String token) throws IOException {
        Socket socket = new Socket();
        stalled.add(socket);
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        socket.getOutputStream()
                .write(("GET /api/v1/assets/" + id + "/content HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    private void stall(int times) throws IOException {
        List<String> readers = List.of(
                Tokens.patient("patient", patient),
                Tokens.of("nurse"),
                Tokens.of("admin"),
                Tokens.patient("patient2", patient));
        for (int i = 0; i < times; i++)
            assertThat(stall(readers.get(i % readers.size()))).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void while_many_read_nothing_others_store_and_read_and_services_store() throws Exception {
        stall(24);

        assertThat(content(
                                Tokens.of("receptionist"),
                                stored("patient_photo", patient, Samples.png(), "image/png"),
                                Map.of())
                        .statusCode())
                .isEqualTo(200);
        Response prescription = AssetClient.upload(
                Tokens.of("prescription-service"),
                AssetClient.metadata("prescription_file", patient),
                Samples.pdf(),
                "a.pdf",
                "application/pdf");
        assertThat(prescription.statusCode()).isEqualTo(201);
        assertThat(content(Tokens.of("prescription-service"), prescription.path("id"), Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatever_people_hold_the_suite_itself_reads_on() {
        Response prescription = AssetClient.upload(
                Tokens.of("prescription-service"),
                AssetClient.metadata("prescription_file", patient),
                Samples.pdf(),
                "a.pdf",
                "application/pdf");
        List<Runnable> taken = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 100; n++) {
                            String person = "person " + n / 8;
                            taken.add(slots.take(new Caller(person, person, Set.of(Roles.NURSE), null, null, null)));
                        }
                    })
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.slug()).isEqualTo("busy"));

            assertThat(content(Tokens.of("admin"), id, Map.of()).statusCode()).isEqualTo(503);
            assertThat(content(Tokens.of("prescription-service"), prescription.path("id"), Map.of())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            taken.forEach(Runnable::run);
        }
    }

    @Test
    void a_reader_takes_128_KiB_in_the_time_that_it_has_and_waits_for_the_store_count_for_nothing() {
        long second = Duration.ofSeconds(1).toNanos();
        ContentPump.Pace slow = new ContentPump.Pace(Duration.ofSeconds(30));
        ContentPump.Pace quick = new ContentPump.Pace(Duration.ofSeconds(30));

        for (int n = 0; n < 16; n++) {
            // 16 KiB in five seconds are too little, in three enough; the store takes a minute for each.
            slow.begin(n * 65 * second);
            quick.begin(n * 65 * second);
            assertThat(quick.isTooSlow((n * 65 + 3) * second)).isFalse();
            assertThat(slow.isTooSlow((n * 65 + 5) * second)).isEqualTo(n % 8 >= 5);
            quick.end(16 * 1024, (n * 65 + 3) * second);
            slow.end(16 * 1024, (n * 65 + 5) * second);
            assertThat(slow.isTooSlow((n * 65 + 60) * second)).as("the store").isFalse();
        }
    }

    @Test
    void one_reader_has_eight_downloads_at_once_and_the_ninth_is_told_so() throws Exception {
        // Nobody's downloads from before are still being ended.
        String reader = Tokens.of("nurse", Map.of("sub", UUID.randomUUID().toString()));
        for (int i = 0; i < 8; i++) assertThat(stall(reader)).isEqualTo("HTTP/1.1 200");

        Response ninth = content(reader, id, Map.of());

        assertThat(ninth.statusCode()).isEqualTo(429);
        assertThat(ninth.<String>path("type")).isEqualTo("urn:polyclinic:problem:too-many-downloads");
        assertThat(ninth.header("Retry-After")).isNotNull();
        assertThat(content(Tokens.of("admin"), id, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_reader_that_takes_nothing_is_closed() throws Exception {
        assertThat(stall(Tokens.of("nurse"))).isEqualTo("HTTP/1.1 200");

        await().atMost(20, SECONDS).until(() -> {
            try {
                stalled.get(0).getOutputStream().write('x');
                return false;
            } catch (IOException closed) {
                return true;
            }
        });
    }
}
