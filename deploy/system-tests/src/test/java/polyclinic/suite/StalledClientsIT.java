package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/**
 * One signed-in client cannot stop a service for the others: neither with bodies that never come to their end, nor with
 * bodies that are not HTTP. The others are served all the while.
 */
class StalledClientsIT {
    /** More than the gateway has connections to a service, and more than opens a circuit. */
    private static final int STALLED = 80;

    private static final int MALFORMED_AT_ONCE = 20;
    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Clinic CLINIC = Suite.clinic();

    private final List<Socket> sockets = new ArrayList<>();
    private final String token = CLINIC.session("patient", "patient").token();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) socket.close();
        await("the caller is served again")
                .atMost(PATIENCE)
                .until(() -> CLINIC.as("patient").get("/patients/me").status() != 429);
    }

    @ParameterizedTest
    @CsvSource({"/appointments, /appointments?limit=1", "/assets, /assets?limit=1", "/notes, /notes?limit=1"})
    void stalled_bodies_do_not_keep_others_from(String posted, String read) throws IOException {
        for (int i = 0; i < STALLED; i++) begin(posted, "Content-Length: 100000", "{");

        ApiClient other = CLINIC.as("doctor");
        for (int i = 0; i < MALFORMED_AT_ONCE; i++)
            assertThat(other.get(read).status()).as("request " + i).isEqualTo(200);
        assertThat(statuses()).contains("HTTP/1.1 429");
    }

    @ParameterizedTest
    @CsvSource({"/appointments, /appointments?limit=1", "/assets, /assets?limit=1", "/notes, /notes?limit=1"})
    void malformed_bodies_do_not_keep_others_from(String posted, String read) throws IOException {
        ApiClient other = CLINIC.as("doctor");
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < MALFORMED_AT_ONCE; i++) begin(posted, "Transfer-Encoding: chunked", "ZZ\r\n");

            assertThat(other.get(read).status()).as("round " + round).isEqualTo(200);
        }
    }

    private void begin(String path, String framing, String begun) throws IOException {
        URI gateway = URI.create(CLINIC.gateway());
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        sockets.add(socket);
        String head = "POST /api/v1" + path + " HTTP/1.1\r\nHost: clinic\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\n" + framing + "\r\n\r\n";
        socket.getOutputStream().write((head + begun).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Of those that were answered at once. */
    private List<String> statuses() throws IOException {
        List<String> statuses = new ArrayList<>();
        for (Socket socket : sockets) {
            InputStream in = socket.getInputStream();
            if (in.available() > 0) statuses.add(new String(in.readNBytes(12), StandardCharsets.US_ASCII));
        }
        return statuses;
    }
}
