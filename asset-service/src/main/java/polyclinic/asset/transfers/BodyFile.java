package polyclinic.asset.transfers;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** The body of a request as a file, for as long as the request is worked on. It is as long as was announced, or refused. */
public final class BodyFile implements BodyReading.Sink<Path> {
    private final Path folder;
    private final long size;

    private long received;
    private boolean discarded;
    private @Nullable Path file;
    private @Nullable FileChannel channel;

    private BodyFile(Path folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    /**
     * Reads the body and hands it on; the file exists until the returned Uni ends, in whichever way.
     *
     * @param size how many bytes it must have
     * @return fails with 413 {@code too-large} at the first byte beyond, 400 {@code malformed-request} when it breaks off
     */
    public static <T> Uni<T> read(
            HttpServerRequest request, Path folder, long size, Function<Path, Uni<? extends T>> use) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > size) throw tooLarge(size);
        return BodyReading.read(request, new BodyFile(folder, size), BodyFile::tooShort, use);
    }

    @Override
    public synchronized void read(Buffer piece) throws IOException {
        if (discarded) return;
        ByteBuffer bytes = ByteBuffer.wrap(piece.getBytes());
        received += bytes.remaining();
        if (received > size) throw tooLarge(size);
        FileChannel open = open();
        while (bytes.hasRemaining()) open.write(bytes);
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            Path created = Files.createTempFile(folder, "upload", null);
            file = created;
            channel = FileChannel.open(created, StandardOpenOption.WRITE);
        }
        return channel;
    }

    @Override
    public synchronized Path complete() throws IOException {
        if (received < size || file == null) throw tooShort();
        if (channel != null) channel.close();
        channel = null;
        return file;
    }

    @Override
    public synchronized void discard() throws IOException {
        discarded = true;
        if (channel != null) channel.close();
        channel = null;
        if (file != null) Files.deleteIfExists(file);
    }

    private static Problem tooLarge(long size) {
        return new Problem(413, "too-large", "The body is larger than was announced.").with("maxSize", size);
    }

    private static Problem tooShort() {
        return new Problem(400, "malformed-request", "The body is shorter than was announced.");
    }
}
