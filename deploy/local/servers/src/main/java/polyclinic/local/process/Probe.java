package polyclinic.local.process;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Checks of servers on loopback: whether they listen, whether they answer. None takes longer than a few seconds. */
public final class Probe {
    private static final int TIMEOUT_MS = 3_000;
    private static final int FREE_FROM = 20_000;
    private static final int FREE_TO = 28_000;
    private static final int FREE_TRIES = 100;
    /** Free ports that were given away here: two that are asked for before either is taken are not the same. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Probe() {}

    /** Whether a process listens on the port. */
    public static boolean listens(int port) {
        try (Socket socket = connect(port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Whether a server could bind the port. */
    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * A free port, below those that systems give to outgoing connections: one of those could
     * take it while a server that is to come back to it is down.
     */
    public static int freePort() {
        return ThreadLocalRandom.current()
                .ints(FREE_TRIES, FREE_FROM, FREE_TO)
                .filter(port -> free(port) && GIVEN.add(port))
                .findFirst()
                .orElseThrow(() -> new ServerFailed("no free port found between " + FREE_FROM + " and " + FREE_TO
                        + " in " + FREE_TRIES + " tries"));
    }

    /** The HTTP status that the address answers, 0 when it answers none. */
    public static int http(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            return connection.getResponseCode();
        } catch (IOException refused) {
            return 0;
        }
    }

    /**
     * Redis has loaded its data and does what the command says.
     *
     * @param password empty when it asks for none
     */
    public static boolean redis(int port, String password, String command) {
        try (Socket socket = connect(port)) {
            if (!password.isEmpty() && !redis(socket, "AUTH " + password)) {
                return false;
            }
            return redis(socket, command);
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean redis(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        boolean done = socket.getInputStream().read() == '+';
        int next = 0;
        while (next != '\n' && next != -1) {
            next = socket.getInputStream().read();
        }
        return done;
    }

    /** PostgreSQL asks for a password, which it does not before it has recovered (protocol 3.0, StartupMessage). */
    public static boolean postgres(int port) {
        byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8 + parameters.length);
            out.writeInt(3 << 16);
            out.write(parameters);
            out.flush();
            return socket.getInputStream().read() == 'R';
        } catch (IOException refused) {
            return false;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        return socket;
    }
}
