package polyclinic.local.process;

import java.io.DataInputStream;
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
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Checks of servers on loopback: whether they listen, whether they answer. None takes longer than a few seconds. */
public final class Probe {
    private static final int TIMEOUT_MS = 3_000;
    private static final int LONGEST_REFUSAL = 4_096;
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
        return http(address, null);
    }

    /** As {@link #http(String)}; the authority of the certificate is believed. */
    public static int http(String address, @Nullable ServerCertificate certificate) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            if (connection instanceof HttpsURLConnection encrypted && certificate != null) {
                encrypted.setSSLSocketFactory(certificate.clientContext().getSocketFactory());
            }
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
     * @param certificate null when it speaks clear text
     */
    public static boolean redis(int port, String password, String command, @Nullable ServerCertificate certificate) {
        try (Socket socket = certificate == null ? connect(port) : connect(port, certificate)) {
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

    /**
     * PostgreSQL asks for a password, or tells that it takes none without encryption (28000); it does neither before it has recovered
     * (protocol 3.0, StartupMessage).
     */
    public static boolean postgres(int port) {
        byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect(port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8 + parameters.length);
            out.writeInt(3 << 16);
            out.write(parameters);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int answer = in.readByte();
            return answer == 'R' || (answer == 'E' && text(in).contains("C28000\0"));
        } catch (IOException refused) {
            return false;
        }
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] text = new byte[Math.min(in.readInt(), LONGEST_REFUSAL) - Integer.BYTES];
        in.readFully(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static Socket connect(int port, ServerCertificate certificate) throws IOException {
        Socket socket = connect(port);
        return certificate
                .clientContext()
                .getSocketFactory()
                .createSocket(socket, InetAddress.getLoopbackAddress().getHostAddress(), port, true);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        return socket;
    }
}
