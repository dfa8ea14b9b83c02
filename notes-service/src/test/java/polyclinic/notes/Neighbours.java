package polyclinic.notes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import polyclinic.commons.testing.Tokens;

/**
 * patient-service and appointment-service as far as this service asks them: who is a patient, and which appointments the
 * caller's token shows. They know nobody until a test tells them.
 */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    private static final Set<String> PATIENTS = ConcurrentHashMap.newKeySet();
    /** Doctor's subject and patient id → status. */
    private static final Map<String, String> APPOINTMENTS = new ConcurrentHashMap<>();

    private static volatile boolean away;

    private HttpServer server;

    public static void registered(UUID patientId) {
        PATIENTS.add(patientId.toString());
    }

    public static void appointment(String doctor, UUID patientId, String status) {
        APPOINTMENTS.put(Tokens.subject(doctor) + patientId, status);
    }

    public static void away(boolean away) {
        Neighbours.away = away;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/api/v1/patients/", Neighbours::patient);
        server.createContext("/api/v1/appointments", Neighbours::appointments);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "quarkus.rest-client.patient-service.url", url, "quarkus.rest-client.appointment-service.url", url);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void patient(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean known = PATIENTS.contains(path.substring(path.lastIndexOf('/') + 1));
        answer(exchange, known ? 200 : 404, "{}");
    }

    private static void appointments(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String patient = query.replaceAll(".*patientId=([0-9a-f-]+).*", "$1");
        String status = APPOINTMENTS.get(subject(exchange) + patient);
        answer(exchange, 200, "{\"items\":[" + (status == null ? "" : "{\"status\":\"" + status + "\"}") + "]}");
    }

    private static String subject(HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        var subject = Pattern.compile("\"sub\":\"([^\"]+)\"").matcher(claims);
        return subject.find() ? subject.group(1) : "";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
