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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final int BROKEN_OFF = 500;

    private final HttpServer server;
    private final Map<String, ObjectNode> patients = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    /** Which pages of patients were asked for. */
    private final List<String> pages = new ArrayList<>();

    private int pageSize = Integer.MAX_VALUE;
    private int pagesLeft = Integer.MAX_VALUE;
    private boolean hasFeed;
    private int forgotten;
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

    /** From now on changes are told as well, and lists have pages of that many. */
    synchronized void feed(int patientsOfAPage) {
        hasFeed = true;
        pageSize = patientsOfAPage;
    }

    /** As when it is switched off. */
    synchronized void endFeed() {
        hasFeed = false;
    }

    /** What the feed has told so far it cannot tell any more. */
    synchronized void forgetChanges() {
        forgotten = changes.size();
    }

    /** After so many pages of patients none is answered as it should be, until more may be read. */
    synchronized void breakOffAfterPages(int number) {
        pagesLeft = number;
    }

    /** The pages of patients that were read since this was asked last, by where they begin. */
    synchronized List<String> pagesRead() {
        List<String> read = List.copyOf(pages);
        pages.clear();
        return read;
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

    /** @param id of a patient who does not come from elsewhere */
    synchronized void changeOwn(String id, String member, String value) {
        patch(Objects.requireNonNull(patients.get(id)), JsonNodes.object(member, value));
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
        changes.add(id);
        return patient;
    }

    private void patch(ObjectNode patient, JsonNode patch) {
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) patient.remove(member.getKey());
            else patient.set(member.getKey(), member.getValue());
        });
        patient.put("version", patient.path("version").asInt() + 1);
        patient.put("updatedAt", Instant.now().plusSeconds(1).toString());
        changes.add(patient.path("id").asText());
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
        if (path.equals("/changes")) return changes(query);
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

    /** Without a feed everything is read whole, which is what a bridge falls back to. */
    private Answer changes(@Nullable String query) {
        if (!hasFeed) return new Answer(404, null);
        String after = query == null ? "" : parameter(query, "after");
        if (!after.isEmpty() && Integer.parseInt(after) < forgotten) return new Answer(410, null);
        ArrayNode items = JsonNodes.MAPPER.createArrayNode();
        if (!after.isEmpty())
            for (String id : changes.subList(Integer.parseInt(after), changes.size()))
                items.add(JsonNodes.object("entityType", "patient", "entityId", id));
        return new Answer(200, JsonNodes.object("items", items, "next", changes.size(), "more", false));
    }

    private static String parameter(String query, String name) {
        return query.contains(name + "=")
                ? URLDecoder.decode(query.replaceFirst(".*" + name + "=([^&]*).*", "$1"), StandardCharsets.UTF_8)
                : "";
    }

    private Answer list(@Nullable String query) {
        ArrayNode found = JsonNodes.MAPPER.createArrayNode();
        String asked = query == null ? "" : parameter(query, "externalId").replaceFirst(".*\\|", "");
        for (ObjectNode patient : patients.values())
            if (asked.isEmpty() || patient.at("/provenance/externalId").asText().equals(asked)) found.add(patient);
        return asked.isEmpty() && hasFeed ? page(found, query == null ? "" : parameter(query, "after")) : page(found);
    }

    private Answer page(ArrayNode all, String after) {
        if (pagesLeft-- <= 0) return new Answer(BROKEN_OFF, null);
        pages.add(after);
        int begin = after.isEmpty() ? 0 : Integer.parseInt(after);
        int end = Math.min(all.size(), begin + pageSize);
        ArrayNode items = JsonNodes.MAPPER.createArrayNode();
        for (int i = begin; i < end; i++) items.add(all.get(i));
        return new Answer(200, JsonNodes.object("items", items, "next", end < all.size() ? String.valueOf(end) : null));
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
