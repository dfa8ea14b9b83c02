package polyclinic.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.api.client.ApiClient;
import polyclinic.api.client.ApiException;
import polyclinic.api.model.DoctorPatch;

/** What the generated client puts on the wire, and what it makes of a refusal. */
class JavaClientTest {
    private static final String STALE =
            "{\"type\":\"urn:polyclinic:problem:stale-version\",\"title\":\"Stale version\",\"status\":412,\"detail\":\"Read it again.\"}";

    private record Request(String line, String ifMatch, String body) {}

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private HttpServer server;
    private DoctorsApi doctors;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("If-Match"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] answer = STALE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(412, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        ApiClient client = new ApiClient();
        client.updateBaseUri("http://127.0.0.1:" + server.getAddress().getPort());
        doctors = new DoctorsApi(client);
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void a_patch_has_what_is_new_and_what_goes_and_nothing_else() throws InterruptedException {
        UUID id = UUID.randomUUID();

        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> doctors.updateDoctor(DoctorsApi.APIUpdateDoctorRequest.newBuilder()
                        .id(id)
                        .ifMatch("\"3\"")
                        .doctorPatch(new DoctorPatch().specialty("cardiology").subject(null))
                        .build()));

        Request request = requests.take();
        assertThat(request.line()).isEqualTo("PATCH /api/v1/doctors/" + id);
        assertThat(request.ifMatch()).isEqualTo("\"3\"");
        assertThat(request.body()).isEqualTo("{\"specialty\":\"cardiology\",\"subject\":null}");
        assertThat(refused.getCode()).isEqualTo(412);
        assertThat(refused.getResponseBody()).contains("urn:polyclinic:problem:stale-version");
    }
}
