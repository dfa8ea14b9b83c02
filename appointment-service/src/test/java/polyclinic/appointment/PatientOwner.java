package polyclinic.appointment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands where patient-service would: it knows the patients that a test tells it of. */
public class PatientOwner implements QuarkusTestResourceLifecycleManager {
    private static final Set<UUID> PATIENTS = ConcurrentHashMap.newKeySet();
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static volatile boolean broken;

    private HttpServer server;

    /** Somebody whom only the owner knows so far. */
    static UUID registered() {
        UUID id = UUID.randomUUID();
        PATIENTS.add(id);
        return id;
    }

    /** Bearer tokens and ids that the owner was asked with. */
    static List<String> asked() {
        return ASKED;
    }

    static void breakDown(boolean now) {
        broken = now;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/patients/", PatientOwner::answer);
        server.start();
        return Map.of(
                "quarkus.rest-client.patient-service.url",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        ASKED.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + id);
        boolean known = PATIENTS.contains(UUID.fromString(id));
        String body = known ? """
                {"id":"%s","version":3,"uhid":"U-%s","givenName":"Ada","familyName":"Lovelace","sex":"female"}""".formatted(id, id.substring(0, 8)) : "{}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(broken ? 500 : known ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
