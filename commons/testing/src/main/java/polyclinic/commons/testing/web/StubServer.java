package polyclinic.commons.testing.web;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;

/**
 * An HTTP/1.1 server for tests on plain sockets, so that it can also do what no decent server does. It keeps its port when
 * it is killed and started again.
 */
public final class StubServer implements AutoCloseable {
    /** What the server does with a request. */
    @FunctionalInterface
    public interface Handler {
        /** Answers or hangs up; what is left of the request's body is read behind it. */
        void handle(StubExchange exchange) throws IOException;
    }

    // Small, so that back-pressure shows early, but room for some segments of the loopback (64 KiB each): with less the
    // kernel sends one segment a timer tick.
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;
    private static final int BACKLOG = 200;
    private static final long ACCEPTOR_END_MS = 5_000;

    private final Handler handler;
    private final int port = Probe.freePort();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    /** Starts it. */
    public StubServer(Handler handler) {
        this.handler = handler;
        start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many connections it has accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    /** Starts it again on its port; nothing happens when it runs. */
    public synchronized void start() {
        if (server != null) return;
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            server = listening;
            acceptor = daemon(() -> acceptAll(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the port and every connection, as {@code kill -9} would look from outside. */
    public synchronized void kill() {
        try {
            if (server != null) server.close();
            server = null;
            // The port is open until the thread that waits for connections has noticed, and may have accepted another.
            if (acceptor != null) acceptor.join(ACCEPTOR_END_MS);
            for (Socket connection : connections) connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
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
            // The caller broke off: for some tests just what they want.
        } finally {
            connections.remove(socket);
        }
    }

    /** One request and its answer. @return whether the connection goes on */
    private boolean exchange(InputStream in, OutputStream out) throws IOException {
        StubRequest request = request(in);
        if (request == null) return false;
        InputStream body = new RequestBody(in, request);
        StubExchange exchange = new StubExchange(request, body, in, out);
        handler.handle(exchange);
        if (exchange.goesOn()) body.transferTo(OutputStream.nullOutputStream());
        return exchange.goesOn();
    }

    private static @Nullable StubRequest request(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) return null;
        String[] parts = start.split(" ");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return new StubRequest(parts[0], parts[1], List.copyOf(headers));
    }

    /** The next line without its end; null where the connection ends. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stub server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
