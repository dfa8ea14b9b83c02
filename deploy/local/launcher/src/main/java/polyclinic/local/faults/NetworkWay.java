package polyclinic.local.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import polyclinic.local.terminal.UserError;

/**
 * The way of one process of a service to one of its stores, or of all services to another one: a port on loopback that forwards until it is
 * told otherwise. Where the other end has several processes, connections go to them in turn and past those that take none, as by a Service of
 * Kubernetes.
 */
public final class NetworkWay implements AutoCloseable {
    /** The begin of a way that all services go. */
    public static final String SERVICES = "services";

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int MAX_WAITING = 256;

    private final String from;
    private final String to;
    private final int port;
    private final List<Integer> targets;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();
    private WayState state = WayState.OPEN;
    private volatile @Nullable ServerSocket listener;

    /**
     * Listens nowhere yet.
     *
     * @param from the process, such as {@code patient-service-2}, or {@link #SERVICES}
     * @param to such as {@code postgres} or {@code patient-service}
     * @param port where it will listen
     * @param targets the ports of the other end's processes
     */
    public NetworkWay(String from, String to, int port, List<Integer> targets) {
        this.from = from;
        this.to = to;
        this.port = port;
        this.targets = List.copyOf(targets);
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    public int port() {
        return port;
    }

    /** Returns the port of the other end's first process. */
    public int target() {
        return targets.get(0);
    }

    /** Connects to the process whose turn it is, or the next one that takes connections. */
    Socket connect() throws IOException {
        int first = turn.getAndIncrement();
        for (int i = 0; ; i++) {
            Socket socket = new Socket();
            try {
                int target = targets.get(Math.floorMod(first + i, targets.size()));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MS);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException refused) {
                socket.close();
                if (i + 1 >= targets.size()) {
                    throw refused;
                }
            }
        }
    }

    /** Begins to listen. */
    public void open() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MAX_WAITING);
            listener = socket;
            start("way to " + to, () -> accept(socket));
        } catch (IOException e) {
            throw new UserError(
                    "Port " + port + " for the way from " + from + " to " + to + " is not free: " + e.getMessage(), e);
        }
    }

    /** Changes how everything on the way is treated from now on, connections that exist included. */
    public void become(WayState next) {
        synchronized (connections) {
            state = next;
            connections.notifyAll();
        }
        if (next == WayState.RESET) {
            connections.forEach(ForwardedConnection::reset);
        }
    }

    /** Ends all of it; the connections are reset. */
    @Override
    public void close() throws IOException {
        ServerSocket socket = listener;
        if (socket != null) {
            socket.close();
        }
        become(WayState.RESET);
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                start("connection to " + to, () -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        ForwardedConnection connection = new ForwardedConnection(this, client);
        connections.add(connection);
        connection.run();
        connections.remove(connection);
    }

    /** Waits while the way is silent; returns how it is then. */
    WayState awaitPassage() {
        synchronized (connections) {
            while (state == WayState.SILENT) {
                try {
                    connections.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return WayState.RESET;
                }
            }
            return state;
        }
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
