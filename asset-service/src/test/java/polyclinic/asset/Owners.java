package polyclinic.asset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.local.servers.Dist;

/** The services that own patients and appointments, as far as they are asked from here. */
public class Owners implements QuarkusTestResourceLifecycleManager {
    /** Patients that the owner knows. */
    static final Set<UUID> PATIENTS = ConcurrentHashMap.newKeySet();
    /** {@code token|patient} of appointments that are not cancelled. */
    static final Map<String, String> APPOINTMENTS = new ConcurrentHashMap<>();

    static final AtomicInteger ASKED = new AtomicInteger();
    static volatile boolean away;

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        // What an earlier run was killed with.
        Dist.delete(Path.of("target", "uploads"));
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/patients/", this::patient);
        server.createContext("/api/v1/appointments", this::appointments);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "quarkus.rest-client.patient-service.url", url, "quarkus.rest-client.appointment-service.url", url);
    }

    private void patient(HttpExchange call) throws IOException {
        ASKED.incrementAndGet();
        UUID id = UUID.fromString(call.getRequestURI().getPath().replaceFirst(".*/", ""));
        boolean signedIn = call.getRequestHeaders().containsKey("Authorization");
        answer(call, away ? 503 : !signedIn ? 401 : PATIENTS.contains(id) ? 200 : 404, "{\"id\":\"" + id + "\"}");
    }

    private void appointments(HttpExchange call) throws IOException {
        ASKED.incrementAndGet();
        String patient = call.getRequestURI().getQuery().replaceFirst(".*patientId=([^&]*).*", "$1");
        String token = call.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        String status = APPOINTMENTS.get(token + "|" + patient);
        String items = status == null ? "" : "{\"id\":\"1\",\"status\":\"" + status + "\"}";
        answer(call, away ? 503 : 200, "{\"items\":[" + items + "],\"next\":null}");
    }

    private static void answer(HttpExchange call, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
