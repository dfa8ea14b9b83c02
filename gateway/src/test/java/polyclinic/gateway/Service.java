package polyclinic.gateway;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.local.servers.Probe;

/**
 * A service behind the gateway, spoken by hand on plain sockets so that it can do what no decent server does. The last
 * segment of the path says what it shall do.
 */
public final class Service {

    /** One request as it came off the wire. Header names in lower case. */
    public record Seen(String method, String target, List<Map.Entry<String, String>> headers, long bodyLength) {
        public List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        public String header(String name) {
            List<String> all = all(name);
            return all.isEmpty() ? null : all.get(0);
        }
    }

    private final int port;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    public final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    public final AtomicLong written = new AtomicLong();
    public final AtomicLong read = new AtomicLong();
    public final AtomicLong accepted = new AtomicLong();
    public volatile boolean readBodies = true;
    public volatile String ready = "{\"status\":\"UP\",\"checks\":[]}";
    public volatile String well = "{\"status\":\"UP\",\"checks\":[]}";
    public volatile String discovery = "{\"issuer\":\"me\"}";
    public volatile String keys = "{\"keys\":[]}";
    public volatile String openApi = "{\"openapi\":\"3.1.0\",\"paths\":{}}";

    public Service() {
        port = Probe.freePort();
        start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public synchronized void start() {
        if (server != null) return;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            // Small, so that back-pressure shows early, but room for some segments of the loopback (64 KiB each): with
            // less the kernel sends one segment a timer tick.
            server.setReceiveBufferSize(1024 * 1024);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = server;
        daemon(() -> acceptAll(listening));
    }

    /** As {@code kill -9} would look from outside. */
    public synchronized void kill() {
        try {
            if (server != null) server.close();
            server = null;
            for (Socket connection : connections) connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget() {
        seen.clear();
        written.set(0);
        read.set(0);
        accepted.set(0);
        readBodies = true;
    }

    private void acceptAll(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                accepted.incrementAndGet();
                connections.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            while (exchange(in, out)) out.flush();
            out.flush();
        } catch (IOException gone) {
            // The gateway broke off: for some tests just what they want.
        } finally {
            connections.remove(socket);
        }
    }

    /** One request and its answer. @return whether the connection goes on */
    private boolean exchange(InputStream in, OutputStream out) throws IOException {
        String start = line(in);
        if (start == null) return false;
        String[] parts = start.split(" ");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        String path = parts[1].split("\\?")[0];
        String task = path.substring(path.lastIndexOf('/') + 1);
        if (task.equals("early")) {
            seen.add(new Seen(parts[0], parts[1], headers, -1));
            answer(out, 415, "application/problem+json", "{\"status\":415}", "Connection: close\r\n");
            out.flush();
            // Read on for a moment as a decent server does, then close.
            pause(300);
            return false;
        }
        if (task.equals("sink")) {
            while (!readBodies) pause(10);
        }
        long length = body(in, headers);
        Seen request = new Seen(parts[0], parts[1], headers, length);
        seen.add(request);
        return switch (task) {
            case "slow" -> {
                pause(30_000);
                yield false;
            }
            case "unhurried" -> {
                pause(400);
                yield answer(out, 200, "application/json", "{}", "");
            }
            case "dies" -> false;
            case "dies-midway" -> {
                head(out, "200 OK", "Content-Type: text/plain\r\nContent-Length: 1000000\r\n");
                out.write(new byte[1000]);
                yield false;
            }
            case "dies-midchunk" -> {
                head(out, "200 OK", "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n");
                chunk(out, new byte[1000], 1000);
                yield false;
            }
            case "nonsense" -> {
                out.write("this is not HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                yield false;
            }
            case "huge" -> {
                huge(out, Long.parseLong(parts[1].substring(parts[1].indexOf("bytes=") + 6)));
                yield true;
            }
            case "huge-chunked" -> {
                hugeChunked(out, Long.parseLong(parts[1].substring(parts[1].indexOf("bytes=") + 6)));
                yield true;
            }
            case "no-content" -> {
                head(out, "204 No Content", "");
                yield true;
            }
            case "not-modified" -> {
                head(out, "304 Not Modified", "ETag: \"7\"\r\n");
                yield true;
            }
            case "created" ->
                answer(
                        out,
                        201,
                        "application/json",
                        "{}",
                        "Location: http://" + request.header("host") + "/api/v1/patients/1\r\nETag: \"0\"\r\n");
            case "fails" -> answer(out, 500, "application/problem+json", "{\"status\":500}", "");
            case "chatty" ->
                answer(
                        out,
                        200,
                        "application/json",
                        "{}",
                        "Connection: keep-alive, X-Only-Here\r\nX-Only-Here: 1\r\nKeep-Alive: timeout=5\r\nServer: secret/1.0\r\n"
                                + "X-Powered-By: secret\r\nX-Request-Id: other\r\nX-Frame-Options: ALLOWALL\r\n"
                                + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nCache-Control: max-age=60\r\nX-Kept: yes\r\n");
            case "switches" -> {
                head(out, "101 Switching Protocols", "Upgrade: foo\r\nConnection: upgrade\r\n");
                yield false;
            }
            case "ready" -> answer(out, ready.contains("\"DOWN\"") ? 503 : 200, "application/json", ready, "");
            case "well" -> answer(out, well.contains("\"DOWN\"") ? 503 : 200, "application/json", well, "");
            case "openid-configuration" -> answer(out, 200, "application/json", discovery, "");
            case "certs" -> answer(out, 200, "application/json", keys, "");
            case "openapi" -> answer(out, 200, "application/json", openApi, "");
            default -> answer(out, 200, "application/json", "{\"length\":" + length + "}", "");
        };
    }

    private long body(InputStream in, List<Map.Entry<String, String>> headers) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equals("content-length")) {
                long left = Long.parseLong(header.getValue());
                long length = left;
                while (left > 0) left -= count(in, buffer, left);
                return length;
            }
            if (header.getKey().equals("transfer-encoding")) {
                long length = 0;
                while (true) {
                    long left = Long.parseLong(line(in), 16);
                    length += left;
                    boolean last = left == 0;
                    while (left > 0) left -= count(in, buffer, left);
                    line(in);
                    if (last) return length;
                }
            }
        }
        return 0;
    }

    private int count(InputStream in, byte[] buffer, long left) throws IOException {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) throw new IOException("ended within the body");
        read.addAndGet(n);
        return n;
    }

    private void huge(OutputStream out, long bytes) throws IOException {
        head(out, "200 OK", "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n");
        byte[] part = new byte[16 * 1024];
        for (long left = bytes; left > 0; left -= part.length) {
            int n = (int) Math.min(part.length, left);
            out.write(part, 0, n);
            written.addAndGet(n);
        }
    }

    private void hugeChunked(OutputStream out, long bytes) throws IOException {
        head(out, "200 OK", "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n");
        byte[] part = new byte[16 * 1024];
        for (long left = bytes; left > 0; left -= part.length) {
            int n = (int) Math.min(part.length, left);
            chunk(out, part, n);
            written.addAndGet(n);
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void chunk(OutputStream out, byte[] part, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(part, 0, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean answer(OutputStream out, int status, String type, String body, String headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(out, status + " X", headers + "Content-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n");
        out.write(bytes);
        return true;
    }

    private static void head(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "service behind the gateway");
        thread.setDaemon(true);
        thread.start();
    }
}
