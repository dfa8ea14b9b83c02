package polyclinic.gateway.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer of a service.
 *
 * @param at epoch milliseconds at which the service gave it
 * @param marks the state of what it depends on, as it was before the service was asked
 * @param fields those of its header that belong to the body
 */
record CachedAnswer(long at, String marks, JsonObject fields, Buffer body) {

    private static final List<String> KEPT = List.of("content-type", "etag", "link", "last-modified");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("cache-status");
    /** Whoever keeps it asks before using it again, and does not share it (RFC 9111, 5.2.2). */
    private static final CharSequence ASK_FIRST = HttpHeaders.createOptimized("private, no-cache");

    private static final byte END_OF_HEAD = '\n';
    private static final int ETAG_BYTES = 12;
    private static final int ENVELOPE_BYTES = 512;

    /** What a service has just given. A list has no entity tag of its own: it gets that of its bytes. */
    static CachedAnswer of(long at, String marks, MultiMap headers, Buffer body) {
        JsonObject fields = new JsonObject();
        for (String name : KEPT) if (headers.contains(name)) fields.put(name, headers.get(name));
        if (!fields.containsKey("etag")) fields.put("etag", '"' + hash(body) + '"');
        return new CachedAnswer(at, marks, fields, body);
    }

    /** Returns null when it is nothing that {@link #encode} made. */
    static @Nullable CachedAnswer decode(Buffer stored) {
        int end = 0;
        while (end < stored.length() && stored.getByte(end) != END_OF_HEAD) end++;
        if (end == stored.length()) return null;
        try {
            JsonObject head = new JsonObject(stored.slice(0, end));
            JsonObject fields = head.getJsonObject("fields");
            String marks = head.getString("marks");
            if (fields == null || marks == null) return null;
            return new CachedAnswer(head.getLong("at", 0L), marks, fields, stored.getBuffer(end + 1, stored.length()));
        } catch (DecodeException | ClassCastException notOurs) {
            return null;
        }
    }

    /** About as much memory as it takes. */
    int bytes() {
        return ENVELOPE_BYTES + body.length();
    }

    Buffer encode() {
        return new JsonObject()
                .put("at", at)
                .put("marks", marks)
                .put("fields", fields)
                .toBuffer()
                .appendByte(END_OF_HEAD)
                .appendBuffer(body);
    }

    /**
     * Answers with it: 304 when the client has it (RFC 9110, 13.1.2), else 200.
     *
     * @param status of the cache (RFC 9211)
     * @return the status that was sent
     */
    int answer(RoutingContext ctx, long now, String status) {
        HttpServerResponse response = ctx.response();
        MultiMap headers = response.headers();
        fields.forEach(field -> headers.set(field.getKey(), field.getValue().toString()));
        headers.set(HttpHeaders.CACHE_CONTROL, ASK_FIRST);
        headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, (now - at) / 1000)));
        headers.set(CACHE_STATUS, status);
        ctx.request().resume();
        if (isKnownTo(ctx.request().headers())) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
            headers.remove("link");
            response.setStatusCode(304).end();
            return 304;
        }
        response.end(body);
        return 200;
    }

    /** The comparison is the weak one (RFC 9110, 13.1.2). */
    private boolean isKnownTo(MultiMap request) {
        String known = request.get(HttpHeaders.IF_NONE_MATCH);
        if (known == null) return false;
        String tag = opaque(fields.getString("etag"));
        return known.strip().equals("*")
                || Arrays.stream(known.split(","))
                        .anyMatch(given -> opaque(given).equals(tag));
    }

    private static String opaque(String tag) {
        String stripped = tag.strip();
        return stripped.startsWith("W/") ? stripped.substring(2) : stripped;
    }

    private static String hash(Buffer body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ETAG_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
