package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/**
 * As much of a suite as a bridge of patients needs, which can break off at any request, before or after it has done what was asked: what
 * a kill of the bridge looks like from there. The whole suite is in the system tests.
 */
final class PatientsOfASuite implements AutoCloseable {
    private static final int BROKEN_OFF = 418;

    private final HttpServer server;
    private final Map<String, ObjectNode> patients = new LinkedHashMap<>();
    private int requestsLeft = Integer.MAX_VALUE;
    private boolean afterTheDeed;
    private int requests;

    PatientsOfASuite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
    }

    ApiClient api() {
        return new ApiClient(
                HttpClient.newHttpClient(),
                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1",
                null);
    }

    /** From the writing request of that number on nothing is answered as it should be, until it is mended. */
    synchronized void breakOff(int request, boolean done) {
        requests = 0;
        requestsLeft = request;
        afterTheDeed = done;
    }

    synchronized void mend() {
        requestsLeft = Integer.MAX_VALUE;
    }

    /** Whether as many requests came as were let through, and one more. */
    synchronized boolean hasBrokenOff() {
        return requests > requestsLeft;
    }

    synchronized ObjectNode patient(String externalId) {
        for (ObjectNode patient : patients.values())
            if (patient.at("/provenance/externalId").asText().equals(externalId)) return patient;
        throw new AssertionError(externalId);
    }

    synchronized int count() {
        return patients.size();
    }

    synchronized void change(String externalId, String member, String value) {
        patch(patient(externalId), JsonNodes.object(member, value));
    }

    synchronized String register(String givenName) {
        return create(JsonNodes.object("givenName", givenName, "sex", "unknown"))
                .path("id")
                .asText();
    }

    private ObjectNode create(ObjectNode request) {
        ObjectNode patient = request.deepCopy();
        String id = UUID.randomUUID().toString();
        String now = Instant.now().toString();
        patient.put("id", id).put("version", 0).put("createdAt", now).put("updatedAt", now);
        patients.put(id, patient);
        return patient;
    }

    private static void patch(ObjectNode patient, JsonNode patch) {
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) patient.remove(member.getKey());
            else patient.set(member.getKey(), member.getValue());
        });
        patient.put("version", patient.path("version").asInt() + 1);
        patient.put("updatedAt", Instant.now().plusSeconds(1).toString());
    }

    private void handle(HttpExchange exchange) throws IOException {
        synchronized (this) {
            if (!exchange.getRequestMethod().equals("GET")) requests++;
            boolean broken = requests > requestsLeft;
            boolean first =
                    requests == requestsLeft + 1 && !exchange.getRequestMethod().equals("GET");
            Answer answer = broken && !(first && afterTheDeed) ? new Answer(BROKEN_OFF, null) : answer(exchange);
            byte[] body = answer.body() == null ? new byte[0] : JsonNodes.bytes(answer.body());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (answer.body() != null && answer.body().has("version"))
                exchange.getResponseHeaders()
                        .add("ETag", "\"" + answer.body().path("version").asText() + "\"");
            exchange.sendResponseHeaders(broken ? BROKEN_OFF : answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    private record Answer(int status, @Nullable ObjectNode body) {}

    private Answer answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
        String query = exchange.getRequestURI().getRawQuery();
        String method = exchange.getRequestMethod();
        // A feed that says nothing: everything is read whole, which is what it falls back to.
        if (path.equals("/changes")) return new Answer(404, null);
        if (!path.startsWith("/patients")) return page(JsonNodes.MAPPER.createArrayNode());
        if (path.equals("/patients")) return method.equals("POST") ? post(read(exchange)) : list(query);
        ObjectNode patient = patients.get(path.substring("/patients/".length()));
        if (patient == null) return new Answer(404, null);
        if (!method.equals("PATCH")) return new Answer(200, patient);
        String expected = "\"" + patient.path("version").asText() + "\"";
        if (!expected.equals(exchange.getRequestHeaders().getFirst("If-Match"))) return new Answer(412, null);
        patch(patient, read(exchange));
        return new Answer(200, patient);
    }

    private Answer post(ObjectNode request) {
        for (ObjectNode patient : patients.values())
            if (patient.path("provenance").equals(request.path("provenance")))
                return new Answer(409, JsonNodes.object("type", "urn:polyclinic:problem:duplicate-external-id"));
        return new Answer(201, create(request));
    }

    private Answer list(@Nullable String query) {
        ArrayNode found = JsonNodes.MAPPER.createArrayNode();
        String asked = query == null || !query.contains("externalId=")
                ? ""
                : URLDecoder.decode(query.replaceFirst(".*externalId=([^&]*).*", "$1"), StandardCharsets.UTF_8)
                        .replaceFirst(".*\\|", "");
        for (ObjectNode patient : patients.values())
            if (asked.isEmpty() || patient.at("/provenance/externalId").asText().equals(asked)) found.add(patient);
        return page(found);
    }

    private static Answer page(ArrayNode items) {
        return new Answer(200, JsonNodes.object("items", items));
    }

    private static ObjectNode read(HttpExchange exchange) {
        try {
            return (ObjectNode) JsonNodes.MAPPER.readTree(exchange.getRequestBody());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
