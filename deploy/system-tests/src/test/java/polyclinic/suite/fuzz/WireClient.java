package polyclinic.suite.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends bytes and reads an answer (RFC 9112), one connection for each. */
final class WireClient {
    private static final int LIMIT_MS = 20_000;
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private final InetSocketAddress gateway;

    /** @param gateway {@code http://127.0.0.1:8080} */
    WireClient(String gateway) {
        URI address = URI.create(gateway);
        this.gateway = new InetSocketAddress(address.getHost(), address.getPort());
    }

    /**
     * Returns null when the connection was closed instead of an answer.
     *
     * @throws IOException when the answer breaks off, is none, or takes too long
     */
    @Nullable
    WireAnswer send(WireRequest request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(gateway, LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            try {
                socket.getOutputStream().write(request.bytes(gateway.getHostString() + ":" + gateway.getPort()));
            } catch (IOException refusedBeforeItsEnd) {
                // The answer may be there all the same.
            }
            return read(
                    new BufferedInputStream(socket.getInputStream()),
                    request.method().equals("HEAD"));
        }
    }

    private static @Nullable WireAnswer read(InputStream in, boolean headAlone) throws IOException {
        String head = head(in);
        if (head == null) return null;
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ", 3);
        if (first.length < 2 || !first[0].equals("HTTP/1.1")) throw new IOException("no answer but " + lines[0]);
        int status = Integer.parseInt(first[1]);
        if (status == 100) return read(in, headAlone);
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) throw new IOException("no header but " + lines[i]);
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        WireAnswer bare = new WireAnswer(status, headers, new byte[0]);
        if (headAlone || status == 204 || status == 304 || bare.type().equals("text/event-stream")) return bare;
        return new WireAnswer(status, headers, body(in, bare));
    }

    private static @Nullable String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD_BYTES) {
            int next;
            try {
                next = in.read();
            } catch (SocketException reset) {
                next = -1;
            }
            if (next < 0) {
                if (head.length() == 0) return null;
                throw new EOFException("the answer broke off: " + head);
            }
            head.append((char) next);
            int length = head.length();
            if (next == '\n' && length >= 4 && head.substring(length - 4).equals("\r\n\r\n")) return head.toString();
        }
        throw new IOException("a head without end");
    }

    private static byte[] body(InputStream in, WireAnswer bare) throws IOException {
        String length = bare.header("content-length");
        if (length != null) return exactly(in, Integer.parseInt(length));
        if (!"chunked".equals(bare.header("transfer-encoding"))) return in.readAllBytes();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.writeBytes(exactly(in, size));
            exactly(in, 2);
        }
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("a body broke off");
            line.append((char) next);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("a body broke off after " + bytes.length + " of " + length);
        return bytes;
    }
}
