package polyclinic.local.servers;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Short questions to a server on loopback: is it there, does it answer. None waits longer than a few seconds. */
public final class Probe {
    private static final int PATIENCE_MILLIS = 3_000;

    private Probe() {}

    /** Somebody listens on the port. */
    public static boolean listens(int port) {
        try (Socket socket = connect(port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Nobody holds the port, so that a server may take it. */
    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** A port that nobody holds now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerFailed("this machine has no free port", e);
        }
    }

    /** The HTTP status that the address answers, 0 when it answers none. */
    public static int http(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode();
        } catch (IOException refused) {
            return 0;
        }
    }

    /** Redis has loaded its data and answers. */
    static boolean redis(int port) {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException refused) {
            return false;
        }
    }

    /** PostgreSQL asks for a password, which it does not before it has recovered (protocol 3.0, StartupMessage). */
    static boolean postgres(int port) {
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
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return socket;
    }
}
