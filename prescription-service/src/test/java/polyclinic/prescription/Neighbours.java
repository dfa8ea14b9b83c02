package polyclinic.prescription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import polyclinic.commons.testing.Tokens;

/**
 * The services around this one, over real HTTP: the identity provider's token endpoint, asset-service with an idempotent
 * store in memory and its ways to fail, and what patient-service and appointment-service would answer.
 */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    /** How asset-service behaves. */
    public enum Mood {
        WELL,
        /** Closes every connection without an answer. */
        DOWN,
        /** Answers 500. */
        BROKEN,
        /** Stores, but answers after the caller's patience has ended. */
        SLOW,
        /** Stores and dies before the answer. */
        DIES_AFTER_STORING,
        /** Answers 415: it will never take it. */
        REFUSING,
        /** Stores something else. */
        CORRUPTING
    }

    public record Asset(UUID id, JsonNode metadata, byte[] content, String key) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TOO_LONG_MS = 2500;

    /** Assets that are stored now, by id. */
    public static final Map<UUID, Asset> assets = new ConcurrentHashMap<>();

    /** Paths of patient-service and appointment-service and what they answer; any other is 404. */
    public static final Map<String, Object> answers = new ConcurrentHashMap<>();

    /** Bearer tokens with which the neighbours were asked, by path. */
    public static final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** How often something was really stored. */
    public static final AtomicInteger stores = new AtomicInteger();

    private static final Map<String, UUID> byKey = new HashMap<>();
    private static volatile Mood mood = Mood.WELL;
    private HttpServer server;
    private ExecutorService threads;

    public static void assetsAre(Mood wanted) {
        mood = wanted;
    }

    /** Assets of one prescription. */
    public static List<Asset> assetsOf(String prescriptionId) {
        return assets.values().stream()
                .filter(asset ->
                        asset.metadata().path("prescriptionId").asText().equals(prescriptionId))
                .toList();
    }

    public static void forget() {
        mood = Mood.WELL;
        answers.clear();
        tokens.clear();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> config = new HashMap<>();
        config.put("POLYCLINIC_OIDC_URL", address + "/realms/polyclinic");
        config.put("POLYCLINIC_ASSET_URL", address);
        config.put("POLYCLINIC_PATIENT_URL", address);
        config.put("POLYCLINIC_APPOINTMENT_URL", address);
        config.put("quarkus.rest-client.assets.read-timeout", "1000");
        config.put("polyclinic.issuing.gives-up-after", "5S");
        config.put("polyclinic.issuing.lease", "3S");
        config.put("polyclinic.issuing.poll", "200MS");
        config.put("polyclinic.issuing.pause", "100MS");
        config.put("polyclinic.issuing.settles-after", "4S");
        return config;
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.endsWith("/token")) {
            answer(
                    exchange,
                    200,
                    Map.of("access_token", Tokens.of("service"), "expires_in", 300, "token_type", "Bearer"));
        } else if (path.startsWith("/api/v1/assets")) {
            assets(exchange, path, body);
        } else {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (bearer != null) tokens.put(path, bearer.replace("Bearer ", ""));
            Object known = answers.get(path);
            answer(exchange, known == null ? 404 : 200, known == null ? Map.of() : known);
        }
    }

    private void assets(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (mood) {
            case DOWN -> exchange.close();
            case BROKEN -> answer(exchange, 500, Map.of());
            case REFUSING -> answer(exchange, 415, Map.of());
            case CORRUPTING -> {
                if (exchange.getRequestMethod().equals("POST"))
                    body = new String(body, StandardCharsets.ISO_8859_1)
                            .replace("%PDF", "%QDF")
                            .getBytes(StandardCharsets.ISO_8859_1);
                operate(exchange, path, body);
            }
            case DIES_AFTER_STORING -> {
                if (exchange.getRequestMethod().equals("POST")) store(exchange, body);
                exchange.close();
            }
            case SLOW -> {
                Map<String, Object> view =
                        exchange.getRequestMethod().equals("POST") ? store(exchange, body) : Map.of();
                try {
                    Thread.sleep(TOO_LONG_MS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                answer(exchange, 201, view);
            }
            case WELL -> operate(exchange, path, body);
        }
    }

    private void operate(HttpExchange exchange, String path, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        String[] parts = path.split("/");
        if (method.equals("POST")) {
            answer(exchange, 201, store(exchange, body));
        } else if (parts.length == 4) {
            String query = exchange.getRequestURI().getQuery();
            List<Map<String, Object>> found = assets.values().stream()
                    .filter(asset -> query.contains("prescriptionId="
                            + asset.metadata().path("prescriptionId").asText()))
                    .map(Neighbours::view)
                    .collect(Collectors.toCollection(ArrayList::new));
            answer(exchange, 200, Map.of("items", found));
        } else {
            one(exchange, method, UUID.fromString(parts[4]));
        }
    }

    private static void one(HttpExchange exchange, String method, UUID id) throws IOException {
        Asset asset = assets.get(id);
        if (asset == null) {
            answer(exchange, 404, Map.of());
        } else if (method.equals("DELETE")) {
            assets.remove(id);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            String etag = "\"" + sha256(asset.content()) + "\"";
            exchange.getResponseHeaders().add("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(200, asset.content().length);
                exchange.getResponseBody().write(asset.content());
            }
            exchange.close();
        }
    }

    private static synchronized Map<String, Object> store(HttpExchange exchange, byte[] body) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (byKey.containsKey(key) && assets.containsKey(byKey.get(key))) return view(assets.get(byKey.get(key)));
        String boundary = exchange.getRequestHeaders().getFirst("Content-Type").split("boundary=")[1];
        Map<String, byte[]> parts = parts(body, boundary);
        Asset asset = new Asset(UUID.randomUUID(), JSON.readTree(parts.get("metadata")), parts.get("file"), key);
        assets.put(asset.id(), asset);
        byKey.put(key, asset.id());
        stores.incrementAndGet();
        return view(asset);
    }

    private static Map<String, byte[]> parts(byte[] body, String boundary) {
        Map<String, byte[]> parts = new HashMap<>();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int head = at + delimiter.length();
            int next = text.indexOf("\r\n" + delimiter, head);
            if (next < 0) break;
            int content = text.indexOf("\r\n\r\n", head) + 4;
            String name = text.substring(head, content).split("name=\"")[1].split("\"")[0];
            parts.put(name, text.substring(content, next).getBytes(StandardCharsets.ISO_8859_1));
            at = next + 2;
        }
        return parts;
    }

    private static Map<String, Object> view(Asset asset) {
        return Map.of("id", asset.id().toString(), "sha256", sha256(asset.content()), "status", "stored");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(value);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        try {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException gone) {
            // the caller did not wait
        }
        exchange.close();
    }
}
