package polyclinic.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests and responses of one connection to a {@link StubUpstream}. The last segment of a path selects the behaviour. */
final class StubConnection {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private static final String HEADERS_NOT_TO_FORWARD = "Connection: keep-alive, X-Only-Here\r\nX-Only-Here: 1\r\n"
            + "Keep-Alive: timeout=5\r\nServer: secret/1.0\r\nX-Powered-By: secret\r\nX-Request-Id: other\r\n"
            + "X-Frame-Options: ALLOWALL\r\n";
    private static final String HEADERS_TO_FORWARD =
            "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nCache-Control: max-age=60\r\nX-Kept: yes\r\n";

    private final StubUpstream upstream;
    private final HttpWire wire;

    StubConnection(StubUpstream upstream, InputStream in, OutputStream out) {
        this.upstream = upstream;
        this.wire = new HttpWire(in, out, upstream.bytesRead, upstream.bytesWritten);
    }

    /** Reads one request and answers it; returns whether the connection goes on. */
    boolean next() throws IOException {
        String start = wire.line();
        if (start == null) return false;
        String[] parts = start.split(" ");
        List<Map.Entry<String, String>> headers = headers();
        String path = parts[1].split("\\?")[0];
        String task = path.substring(path.lastIndexOf('/') + 1);
        if (task.equals("early")) {
            upstream.received.add(new ReceivedRequest(parts[0], parts[1], headers, -1));
            return answerEarly();
        }
        while (task.equals("sink") && !upstream.readBodies) pause(10);
        ReceivedRequest request = new ReceivedRequest(parts[0], parts[1], headers, wire.readBody(headers));
        upstream.received.add(request);
        return answer(task, request);
    }

    private List<Map.Entry<String, String>> headers() throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = wire.line(); line != null && !line.isEmpty(); line = wire.line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.add(Map.entry(name, line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private boolean answer(String task, ReceivedRequest request) throws IOException {
        switch (task) {
            case "slow" -> wire.readToEnd();
            case "dies" -> {}
            case "dies-midway" -> {
                wire.head("200 OK", "Content-Type: text/plain\r\nContent-Length: 1000000\r\n");
                wire.zeros(1000);
            }
            case "dies-midchunk" -> {
                wire.head("200 OK", "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n");
                wire.chunkOfZeros(1000);
            }
            case "nonsense" -> wire.raw("this is not HTTP\r\n\r\n");
            case "switches" -> wire.head("101 Switching Protocols", "Upgrade: foo\r\nConnection: upgrade\r\n");
            default -> {
                answerWhole(task, request);
                return true;
            }
        }
        return false;
    }

    private void answerWhole(String task, ReceivedRequest request) throws IOException {
        switch (task) {
            case "unhurried" -> {
                pause(300);
                ok("{}");
            }
            case "held" -> {
                while (upstream.holdResponses) pause(10);
                ok("{}");
            }
            case "huge" -> wire.largeAnswer(bytes(request));
            case "huge-chunked" -> wire.largeChunkedAnswer(bytes(request));
            case "no-content" -> wire.head("204 No Content", "");
            case "not-modified" -> wire.head("304 Not Modified", "ETag: \"7\"\r\n");
            case "created" -> {
                String location = "http://" + request.header("host") + "/api/v1/patients/1";
                wire.answer(201, JSON, "{}", "Location: " + location + "\r\nETag: \"0\"\r\n");
            }
            case "fails" -> wire.answer(500, PROBLEM, "{\"status\":500}", "");
            case "chatty" -> wire.answer(200, JSON, "{}", HEADERS_NOT_TO_FORWARD + HEADERS_TO_FORWARD);
            case "ready" -> health(upstream.readiness);
            case "well" -> health(upstream.wellness);
            case "openid-configuration" -> ok(upstream.discovery);
            case "certs" -> ok(upstream.keys);
            case "openapi" -> ok(upstream.openApi);
            default -> ok("{\"length\":" + request.bodyLength() + "}");
        }
    }

    /** Answers before the body, then reads on for a moment as an HTTP server does, and closes. */
    private boolean answerEarly() throws IOException {
        wire.answer(415, PROBLEM, "{\"status\":415}", "Connection: close\r\n");
        wire.flush();
        pause(300);
        return false;
    }

    private void health(String document) throws IOException {
        wire.answer(document.contains("\"DOWN\"") ? 503 : 200, JSON, document, "");
    }

    private void ok(String json) throws IOException {
        wire.answer(200, JSON, json, "");
    }

    private static long bytes(ReceivedRequest request) {
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
