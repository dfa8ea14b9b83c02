package polyclinic.prescription;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.values.Sha256;

/** asset-service as far as this service uses it: an idempotent store in memory, and the ways in which it can fail. */
public final class StubAssets {
    /** How asset-service behaves. */
    public enum Behaviour {
        WELL,
        /** Closes every connection without an answer. */
        DOWN,
        /** Answers 500. */
        BROKEN,
        /** Stores, but does not answer. */
        SLOW,
        /** Stores, and closes the connection instead of answering. */
        DIES_AFTER_STORING,
        /** Answers 415: it will never accept the document. */
        REFUSING,
        /** Stores something else. */
        CORRUPTING
    }

    /** @param key the idempotency key with which it was stored */
    public record Asset(UUID id, JsonNode metadata, byte[] content, String key) {}

    /** Methods of the requests so far for the content of an asset. */
    private static final Queue<String> READ_BY = new ConcurrentLinkedQueue<>();

    static final String PATH = "/api/v1/assets";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_HOLD_SECONDS = 10;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private static final Map<UUID, Asset> ASSETS = new ConcurrentHashMap<>();
    private static final Map<String, UUID> BY_KEY = new HashMap<>();
    private static final AtomicInteger STORES = new AtomicInteger();
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static volatile Behaviour behaviour = Behaviour.WELL;
    private static volatile CountDownLatch moodChanged = new CountDownLatch(1);

    private StubAssets() {}

    /** Changes the behaviour from now on. Requests that are held end without an answer. */
    public static void behaveAs(Behaviour wanted) {
        behaviour = wanted;
        CountDownLatch before = moodChanged;
        moodChanged = new CountDownLatch(1);
        before.countDown();
    }

    /** The assets stored for one prescription. */
    public static List<Asset> of(String prescriptionId) {
        return ASSETS.values().stream()
                .filter(asset ->
                        asset.metadata().path("prescriptionId").asText().equals(prescriptionId))
                .toList();
    }

    /** How many assets were stored; repetitions do not count. */
    public static int stores() {
        return STORES.get();
    }

    /** The methods by which contents were asked for since this was last called. */
    public static List<String> readBy() {
        List<String> methods = List.copyOf(READ_BY);
        READ_BY.clear();
        return methods;
    }

    /** Waits for this many more requests. */
    public static void awaitRequests(int count) {
        int before = REQUESTS.get();
        await().atMost(REQUEST_TIMEOUT).until(() -> REQUESTS.get() >= before + count);
    }

    static void handle(StubExchange exchange) throws IOException {
        boolean stores = exchange.request().method().equals("POST");
        byte[] body = exchange.readBody();
        REQUESTS.incrementAndGet();
        switch (behaviour) {
            case WELL -> operate(exchange, body);
            case DOWN -> exchange.hangUp();
            case BROKEN -> exchange.answer(500, "{}");
            case REFUSING -> exchange.answer(415, "{}");
            case CORRUPTING -> operate(exchange, stores ? corrupted(body) : body);
            case DIES_AFTER_STORING -> {
                if (stores) store(exchange, body);
                exchange.hangUp();
            }
            case SLOW -> {
                CountDownLatch changed = moodChanged;
                if (stores) store(exchange, body);
                hold(changed);
                exchange.hangUp();
            }
        }
    }

    private static void operate(StubExchange exchange, byte[] body) throws IOException {
        String path = exchange.request().path();
        if (exchange.request().method().equals("POST")) {
            exchange.answer(201, store(exchange, body));
        } else if (path.equals(PATH)) {
            List<Map<String, Object>> found = of(exchange.request().query("prescriptionId")).stream()
                    .map(StubAssets::view)
                    .toList();
            exchange.answer(200, JSON.writeValueAsString(Map.of("items", found)));
        } else {
            one(exchange, UUID.fromString(path.split("/")[4]));
        }
    }

    private static void one(StubExchange exchange, UUID id) throws IOException {
        Asset asset = ASSETS.get(id);
        if (asset == null) {
            exchange.answer(404, "{}");
        } else if (exchange.request().method().equals("DELETE")) {
            ASSETS.remove(id);
            exchange.answer(204, "");
        } else {
            READ_BY.add(exchange.request().method());
            String etag = "\"" + Sha256.hex(asset.content()) + "\"";
            int status = etag.equals(exchange.request().header("if-none-match")) ? 304 : 200;
            exchange.answer(status, "application/pdf", asset.content(), "ETag: " + etag);
        }
    }

    private static synchronized String store(StubExchange exchange, byte[] body) throws IOException {
        String key = exchange.request().header("idempotency-key");
        Asset known = BY_KEY.containsKey(key) ? ASSETS.get(BY_KEY.get(key)) : null;
        if (known != null) return JSON.writeValueAsString(view(known));
        String boundary = exchange.request().header("content-type").split("boundary=")[1];
        Map<String, byte[]> parts = parts(body, boundary);
        Asset asset = new Asset(UUID.randomUUID(), JSON.readTree(parts.get("metadata")), parts.get("file"), key);
        ASSETS.put(asset.id(), asset);
        BY_KEY.put(key, asset.id());
        STORES.incrementAndGet();
        return JSON.writeValueAsString(view(asset));
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

    private static byte[] corrupted(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .replace("%PDF", "%QDF")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void hold(CountDownLatch changed) throws IOException {
        try {
            changed.await(MAX_HOLD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Map<String, Object> view(Asset asset) {
        return Map.of("id", asset.id().toString(), "sha256", Sha256.hex(asset.content()), "status", "stored");
    }
}
