package polyclinic.asset.scans;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ClamAV's daemon, by its command {@code INSTREAM} (clamd(8)): chunks with their length before them, one of length zero at the
 * end, and a line that says {@code stream: OK} or {@code stream: <signature> FOUND}.
 */
@ApplicationScoped
class ClamdClient {
    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_ANSWER_BYTES = 1024;
    private static final int BUFFERS_AHEAD = 4;
    private static final String FOUND = " FOUND";

    private final ScanConfig config;

    ClamdClient(ScanConfig config) {
        this.config = config;
    }

    /**
     * Scans a content. Blocks, for no longer than the time limit.
     *
     * @return the name of what was found, or null when the content is clean
     * @throws IOException when the scanner does not say either
     */
    @Nullable
    String scan(String address, Multi<ByteBuffer> content) throws IOException {
        SocketAddress scanner = address(address);
        try (SocketChannel channel = scanner instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            // Channels have no time limit of their own; closing one ends whatever waits on it.
            CompletableFuture<Void> limit =
                    new CompletableFuture<Void>().orTimeout(config.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
            limit.whenComplete((done, late) -> close(channel));
            try {
                channel.connect(scanner);
                return found(answer(channel, content));
            } finally {
                limit.complete(null);
            }
        }
    }

    private static SocketAddress address(String address) throws IOException {
        if (address.startsWith("unix:")) return UnixDomainSocketAddress.of(address.substring("unix:".length()));
        int colon = address.lastIndexOf(':');
        if (colon < 1) throw new IOException("polyclinic.scan.address is neither host:port nor unix:/path");
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static String answer(SocketChannel channel, Multi<ByteBuffer> content) throws IOException {
        write(channel, ByteBuffer.wrap(COMMAND));
        try (Stream<ByteBuffer> chunks =
                content.subscribe().asStream(BUFFERS_AHEAD, () -> new ArrayBlockingQueue<>(BUFFERS_AHEAD + 1))) {
            for (Iterator<ByteBuffer> next = chunks.iterator(); next.hasNext(); ) chunk(channel, next.next());
        }
        write(channel, ByteBuffer.allocate(4));
        ByteBuffer line = ByteBuffer.allocate(MAX_ANSWER_BYTES);
        while (line.hasRemaining() && channel.read(line) >= 0) if (line.get(line.position() - 1) == 0) break;
        return new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void chunk(SocketChannel channel, ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) return;
        write(channel, ByteBuffer.allocate(4).putInt(bytes.remaining()).flip());
        write(channel, bytes);
    }

    private static @Nullable String found(String answer) throws IOException {
        String text = answer.replace("\0", "");
        if (text.endsWith(": OK")) return null;
        if (text.endsWith(FOUND)) return text.substring(text.indexOf(' ') + 1, text.length() - FOUND.length());
        throw new IOException("the scanner answered: " + text);
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
