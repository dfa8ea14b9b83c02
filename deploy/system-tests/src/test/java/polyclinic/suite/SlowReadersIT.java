package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** Who asks for a large file again and again and reads none of it keeps nobody else from storing and opening files. */
class SlowReadersIT {
    /** More than asset-service has connections to its store. */
    private static final int READERS = 36;

    /** More than the buffers of all sockets on the way hold. */
    private static final int SIZE = 16 * 1024 * 1024;

    private static final Clinic CLINIC = Suite.clinic();

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) socket.close();
    }

    @Test
    void readers_that_take_nothing_keep_nobody_from_files() throws IOException {
        String patient = CLINIC.as("patient").get("/patients/me").text("id");
        ApiClient nurse = CLINIC.as("nurse");
        String large = stored(nurse, patient, SIZE, "large");
        String small = stored(nurse, patient, 2000, "small");
        String token = CLINIC.session("patient", "patient").token();

        List<String> answers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) answers.add(ask(large, token));

        assertThat(answers).contains("HTTP/1.1 200", "HTTP/1.1 429");
        for (int other = 0; other < 5; other++) {
            assertThat(nurse.get("/assets/" + small + "/content").status()).isEqualTo(200);
            stored(nurse, patient, 2000, "other-" + other);
        }
    }

    private static String stored(ApiClient nurse, String patient, int size, String key) {
        byte[] start = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                .getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(start, size);
        Arrays.fill(bytes, start.length, size, (byte) 'x');
        var answer = nurse.upload(
                "/assets",
                Map.of("kind", "document", "patientId", patient),
                "scan.pdf",
                "application/pdf",
                bytes,
                "slow-readers-" + key + "-" + System.nanoTime());
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("id");
    }

    /** Asks for the content and reads the status, nothing more. */
    private String ask(String asset, String token) throws IOException {
        URI gateway = URI.create(CLINIC.gateway());
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        String head = "GET /api/v1/assets/" + asset + "/content HTTP/1.1\r\nHost: clinic\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
