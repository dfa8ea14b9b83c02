package polyclinic.gateway.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.testing.web.StubRequest;

/** What a {@link StubUpstream} does with a request. The last segment of the path says it. */
final class StubBehavior {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final int PART_BYTES = 16 * 1024;
    private static final byte[] ZEROS = new byte[PART_BYTES];

    /** Such as must not be forwarded, and such as must. */
    private static final String[] MANY_HEADERS = {
        "Connection: keep-alive, X-Only-Here",
        "X-Only-Here: 1",
        "Keep-Alive: timeout=5",
        "Server: secret/1.0",
        "X-Powered-By: secret",
        "X-Request-Id: other",
        "X-Frame-Options: ALLOWALL",
        "Content-Security-Policy: default-src 'none'; sandbox",
        "Set-Cookie: a=1",
        "Set-Cookie: b=2",
        "Cache-Control: max-age=60",
        "X-Kept: yes"
    };

    private final StubUpstream upstream;
    private final StubExchange exchange;
    private final StubRequest request;

    StubBehavior(StubUpstream upstream, StubExchange exchange) {
        this.upstream = upstream;
        this.exchange = exchange;
        this.request = exchange.request();
    }

    /** Reads the request and answers it. */
    void run() throws IOException {
        String task = request.lastSegment();
        if (task.equals("early")) {
            upstream.received.add(request);
            answerEarly();
            return;
        }
        if (request.path().equals("/q/features")) {
            upstream.featureQuestions.incrementAndGet();
            exchange.answer(200, upstream.features);
            return;
        }
        if (isAsked("/api/v1/patients/visible")) {
            answerVisible();
            return;
        }
        while (task.equals("sink") && !upstream.readBodies) pause(10);
        long length = readBody();
        upstream.received.add(request);
        if (upstream.hangsUp) exchange.hangUp();
        else if (isAsked("/api/v1/doctors/me")) answerDoctor();
        else if (upstream.leaves) answer(200, JSON, "{}", "Connection: close");
        else answer(task, length);
    }

    /** By the gateway itself; what it passes on for a client says which host that one meant. */
    private boolean isAsked(String path) {
        return request.path().equals(path) && request.header("x-forwarded-host") == null;
    }

    private void answerDoctor() throws IOException {
        String doctor = upstream.doctor;
        if (doctor == null) answer(404, PROBLEM, "{\"status\":404}");
        else exchange.answer(200, new JsonObject().put("id", doctor).encode());
    }

    private void answerVisible() throws IOException {
        JsonObject question = new JsonObject(new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8));
        upstream.received.add(request);
        if (upstream.hangsUp) {
            exchange.hangUp();
            return;
        }
        if (upstream.refusesQuestions) {
            exchange.answer(422, "{}");
            return;
        }
        JsonArray visible = new JsonArray();
        String subject = String.valueOf(request.subject());
        question.getJsonArray("patientIds").stream()
                .map(String::valueOf)
                .filter(patient -> upstream.sees.test(subject, patient))
                .forEach(visible::add);
        exchange.answer(200, new JsonObject().put("patientIds", visible).encode());
    }

    /** Its length in bytes, which are counted as they are read. */
    private long readBody() throws IOException {
        InputStream body = exchange.body();
        byte[] part = new byte[PART_BYTES];
        long length = 0;
        for (int n = body.read(part); n >= 0; n = body.read(part)) {
            upstream.bytesRead.addAndGet(n);
            length += n;
        }
        return length;
    }

    private void answer(String task, long length) throws IOException {
        switch (task) {
            case "slow" -> exchange.awaitHangUp();
            case "dies" -> exchange.hangUp();
            case "dies-once" -> {
                if (upstream.received.size() > 1) exchange.answer(200, "{}");
                else exchange.hangUp();
            }
            case "dies-midway" -> {
                exchange.head("200 OK", "Content-Type: text/plain\r\nContent-Length: 1000000\r\n");
                exchange.out().write(ZEROS, 0, 1000);
                exchange.hangUp();
            }
            case "dies-midchunk" -> {
                exchange.head("200 OK", "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n");
                chunkOfZeros(1000);
                exchange.hangUp();
            }
            case "nonsense" -> {
                raw("this is not HTTP\r\n\r\n");
                exchange.hangUp();
            }
            case "switches" -> {
                exchange.head("101 Switching Protocols", "Upgrade: foo\r\nConnection: upgrade\r\n");
                exchange.hangUp();
            }
            default -> answerWhole(task, length);
        }
    }

    private void answerWhole(String task, long length) throws IOException {
        switch (task) {
            case "unhurried" -> {
                pause(300);
                exchange.answer(200, "{}");
            }
            case "held" -> {
                while (upstream.holdResponses) pause(10);
                exchange.answer(200, "{}");
            }
            case "huge" -> largeAnswer(requestedBytes());
            case "huge-chunked" -> largeChunkedAnswer(requestedBytes());
            case "no-content" -> exchange.head("204 No Content", "");
            case "not-modified" -> exchange.head("304 Not Modified", "ETag: \"7\"\r\n");
            case "created" -> {
                String location = "http://" + request.header("host") + "/api/v1/patients/1";
                answer(201, JSON, "{}", "Location: " + location, "ETag: \"0\"");
            }
            case "fails" -> answer(500, PROBLEM, "{\"status\":500}");
            case "chatty" -> answer(200, JSON, "{}", MANY_HEADERS);
            case "ready" -> health(upstream.readiness);
            case "well" -> health(upstream.wellness);
            case "openid-configuration" -> exchange.answer(200, upstream.discovery);
            case "certs" -> exchange.answer(200, upstream.keys);
            case "openapi" -> exchange.answer(200, upstream.openApi);
            default -> exchange.answer(200, upstream.namesCaller ? callersOwn() : "{\"length\":" + length + "}");
        }
    }

    private String callersOwn() {
        return "{\"subject\":\"" + request.subject() + "\",\"number\":" + upstream.received.size() + "}";
    }

    /** Answers before the body, then reads on for a moment as an HTTP server does, and closes. */
    private void answerEarly() throws IOException {
        answer(415, PROBLEM, "{\"status\":415}", "Connection: close");
        exchange.out().flush();
        pause(300);
        exchange.hangUp();
    }

    private void health(String document) throws IOException {
        exchange.answer(document.contains("\"DOWN\"") ? 503 : 200, document);
    }

    private void answer(int status, String type, String body, String... headers) throws IOException {
        exchange.answer(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A whole response of so many zeros, counted as they are written. */
    private void largeAnswer(long bytes) throws IOException {
        exchange.head("200 OK", "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n");
        for (long left = bytes; left > 0; left -= PART_BYTES) {
            int n = (int) Math.min(PART_BYTES, left);
            exchange.out().write(ZEROS, 0, n);
            upstream.bytesWritten.addAndGet(n);
        }
    }

    private void largeChunkedAnswer(long bytes) throws IOException {
        exchange.head("200 OK", "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n");
        for (long left = bytes; left > 0; left -= PART_BYTES) {
            int n = (int) Math.min(PART_BYTES, left);
            chunkOfZeros(n);
            upstream.bytesWritten.addAndGet(n);
        }
        raw("0\r\n\r\n");
    }

    private void chunkOfZeros(int length) throws IOException {
        raw(Integer.toHexString(length) + "\r\n");
        exchange.out().write(ZEROS, 0, length);
        raw("\r\n");
    }

    private void raw(String text) throws IOException {
        exchange.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private long requestedBytes() {
        return Long.parseLong(request.target().substring(request.target().indexOf("bytes=") + 6));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
