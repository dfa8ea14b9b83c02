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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** Of an answer: more of it gets neither into the log nor into the trail. */
    private static final int MAX_SHOWN_CHARACTERS = 120;

    private static final Pattern NOT_SHOWN = Pattern.compile("[^\\x20-\\x7e]");
    private static final String END = "\0";
    private static final String CLEAN = "stream: OK";
    private static final Pattern FOUND = Pattern.compile("stream: ([^\\x00]+) FOUND");

    private final ScanConfig config;

    ClamdClient(ScanConfig config) {
        this.config = config;
    }

    /**
     * Scans a content. Blocks, for no longer than the time limit. Believed is a whole answer to the whole content alone.
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
        try (Stream<ByteBuffer> chunks =
                content.subscribe().asStream(BUFFERS_AHEAD, () -> new ArrayBlockingQueue<>(BUFFERS_AHEAD + 1))) {
            write(channel, ByteBuffer.wrap(COMMAND));
            for (Iterator<ByteBuffer> next = chunks.iterator(); next.hasNext(); ) chunk(channel, next.next());
        } catch (IOException broken) {
            throw refused(channel, broken);
        }
        requireNoAnswer(channel);
        write(channel, ByteBuffer.allocate(4));
        return line(channel);
    }

    /** What it said before it stopped taking: that the content is larger than it takes, mostly. */
    private static IOException refused(SocketChannel channel, IOException broken) {
        try {
            return new IOException("the scanner took a part and answered: " + shown(line(channel)), broken);
        } catch (IOException silent) {
            return broken;
        }
    }

    private static void requireNoAnswer(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer early = ByteBuffer.allocate(MAX_ANSWER_BYTES);
        int length = channel.read(early);
        channel.configureBlocking(true);
        if (length != 0) throw new IOException("the scanner answered before it had all: " + shown(text(early)));
    }

    /** One line, which ends with a zero byte. */
    private static String line(SocketChannel channel) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MAX_ANSWER_BYTES);
        while (line.hasRemaining() && channel.read(line) >= 0) {
            String text = text(line);
            if (text.endsWith(END)) return text.substring(0, text.length() - END.length());
        }
        throw new IOException("the scanner broke off: " + shown(text(line)));
    }

    private static String text(ByteBuffer read) {
        return new String(read.array(), 0, read.position(), StandardCharsets.US_ASCII);
    }

    private static void chunk(SocketChannel channel, ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) return;
        write(channel, ByteBuffer.allocate(4).putInt(bytes.remaining()).flip());
        write(channel, bytes);
    }

    private static @Nullable String found(String answer) throws IOException {
        if (answer.equals(CLEAN)) return null;
        Matcher found = FOUND.matcher(answer);
        if (found.matches()) return shown(found.group(1));
        throw new IOException("the scanner answered: " + shown(answer));
    }

    private static String shown(String text) {
        String visible = NOT_SHOWN.matcher(text).replaceAll("?");
        return visible.length() <= MAX_SHOWN_CHARACTERS ? visible : visible.substring(0, MAX_SHOWN_CHARACTERS);
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
