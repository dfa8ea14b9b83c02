package polyclinic.asset.texts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.blobs.BlobStore;

/**
 * A content on the disk for as long as it is read there.
 *
 * @param path of a file that goes with it
 */
public record ContentFile(Path path) implements AutoCloseable {
    private static final int BUFFERS_AHEAD = 4;

    /** Fetches the content of an asset into a folder. Blocks. */
    public static ContentFile of(Asset asset, BlobStore blobs, Path folder) throws IOException {
        return of(asset.blobKey(), asset.size(), blobs, folder);
    }

    /** Fetches a blob into a folder. Blocks. */
    public static ContentFile of(String key, long size, BlobStore blobs, Path folder) throws IOException {
        Files.createDirectories(folder);
        ContentFile file = new ContentFile(Files.createTempFile(folder, "text", null));
        try (WritableByteChannel channel = Files.newByteChannel(file.path(), StandardOpenOption.WRITE);
                Stream<ByteBuffer> chunks = blobs.read(key, 0, size)
                        .subscribe()
                        .asStream(BUFFERS_AHEAD, () -> new ArrayBlockingQueue<>(BUFFERS_AHEAD + 1))) {
            for (Iterator<ByteBuffer> next = chunks.iterator(); next.hasNext(); ) write(channel, next.next());
        } catch (IOException | RuntimeException away) {
            file.close();
            throw away;
        }
        return file;
    }

    private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
