package polyclinic.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;

/**
 * A service behind the gateway on plain sockets, so that it can do what no HTTP server does. {@link StubConnection} lists
 * what a request can have it do.
 */
public final class StubUpstream {

    private static final String HEALTHY = "{\"status\":\"UP\",\"checks\":[]}";

    private final int port;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;

    public final Queue<ReceivedRequest> received = new ConcurrentLinkedQueue<>();
    public final AtomicLong bytesWritten = new AtomicLong();
    public final AtomicLong bytesRead = new AtomicLong();
    public final AtomicLong connectionsAccepted = new AtomicLong();
    /** While false, a request to {@code /sink} is not read beyond its headers. */
    public volatile boolean readBodies = true;
    /** While true, a request to {@code /held} is not answered. */
    public volatile boolean holdResponses;

    public volatile String readiness = HEALTHY;
    public volatile String wellness = HEALTHY;
    public volatile String discovery = "{\"issuer\":\"me\"}";
    public volatile String keys = "{\"keys\":[]}";
    public volatile String openApi = "{\"openapi\":\"3.1.0\",\"paths\":{}}";

    public StubUpstream() {
        port = Probe.freePort();
        start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public synchronized void start() {
        if (server != null) return;
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            // Small, so that back-pressure shows early, but room for some segments of the loopback (64 KiB each): with
            // less the kernel sends one segment a timer tick.
            listening.setReceiveBufferSize(1024 * 1024);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            server = listening;
            daemon(() -> acceptAll(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends as after {@code kill -9}, as seen by the gateway. */
    public synchronized void kill() {
        try {
            if (server != null) server.close();
            server = null;
            for (Socket connection : connections) connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Clears the recorded requests, and answers again without delay. */
    public void reset() {
        received.clear();
        bytesWritten.set(0);
        bytesRead.set(0);
        connectionsAccepted.set(0);
        readBodies = true;
        holdResponses = false;
    }

    public void becomeHealthy() {
        readiness = HEALTHY;
        wellness = HEALTHY;
    }

    /** The only request since the last {@link #reset}. */
    public ReceivedRequest onlyRequest() {
        assertThat(received).hasSize(1);
        return received.element();
    }

    private void acceptAll(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                connectionsAccepted.incrementAndGet();
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
            StubConnection exchanges = new StubConnection(this, in, out);
            while (exchanges.next()) out.flush();
            out.flush();
        } catch (IOException gone) {
            // The gateway closed the connection, as some tests want it to.
        } finally {
            connections.remove(socket);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "service behind the gateway");
        thread.setDaemon(true);
        thread.start();
    }
}
