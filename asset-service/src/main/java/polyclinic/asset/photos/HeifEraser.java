package polyclinic.asset.photos;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HEIF, HEIC and AVIF (ISO/IEC 23008-12): a picture in items, whose places stand in the box {@code meta}. What is Exif, XMP or
 * anything else than a picture is overwritten by zeros, in the file itself. How the camera was held is a property of the picture
 * ({@code irot}, {@code imir}) and stays.
 *
 * <p>Bounded: the box is read only up to {@link #MAX_META_BYTES}, and no more is overwritten than the file is long. A file whose boxes
 * break is left as it is from there on.
 */
final class HeifEraser {
    private static final int MAX_META_BYTES = 4 * 1024 * 1024;
    private static final int META = type("meta");
    private static final int ITEM_INFOS = type("iinf");
    private static final int ITEM_INFO = type("infe");
    private static final int ITEM_PLACES = type("iloc");
    private static final int ITEM_DATA = type("idat");

    /** Items of metadata: Exif (CIPA DC-008), and what is known by a media type (XMP) or a URI. */
    private static final Set<Integer> PERSONAL = Set.of(type("Exif"), type("mime"), type("uri "));

    private final FileChannel file;
    private final Set<Long> personal = new HashSet<>();
    private long erased;
    private long dataAt;

    private HeifEraser(FileChannel file) {
        this.file = file;
    }

    static void erase(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            new HeifEraser(file).boxes();
        } catch (EOFException | BufferUnderflowException | IllegalArgumentException broken) {
            // The rest is for readers to judge.
        }
    }

    private void boxes() throws IOException {
        for (long at = 0; at + 8 <= file.size(); ) {
            ByteBuffer head = read(at, 8);
            long size = head.getInt() & 0xffffffffL;
            int type = head.getInt();
            if (size == 1 && at + 16 <= file.size()) size = read(at + 8, 8).getLong();
            else if (size == 0) size = file.size() - at;
            if (size < 8) return;
            if (type == META && size <= MAX_META_BYTES) meta(at, (int) size);
            at += size;
        }
    }

    private void meta(long at, int size) throws IOException {
        ByteBuffer box = read(at, size);
        // Version and flags stand before the boxes within.
        ByteBuffer infos = within(box, 12, ITEM_INFOS);
        ByteBuffer places = within(box, 12, ITEM_PLACES);
        ByteBuffer data = within(box, 12, ITEM_DATA);
        if (data != null) dataAt = at + data.arrayOffset();
        if (infos == null || places == null) return;
        infos(infos);
        places(places);
    }

    /** The content of the first box of a type, or null. */
    private static @Nullable ByteBuffer within(ByteBuffer box, int from, int type) {
        for (int at = from; at + 8 <= box.limit(); ) {
            long size = box.getInt(at) & 0xffffffffL;
            if (size < 8 || at + size > box.limit()) return null;
            if (box.getInt(at + 4) == type) return box.slice(at + 8, (int) size - 8);
            at += (int) size;
        }
        return null;
    }

    private void infos(ByteBuffer box) {
        int version = box.getInt() >>> 24;
        int at = version == 0 ? 6 : 8;
        while (at + 8 <= box.limit()) {
            int size = box.getInt(at);
            if (size < 8 || at + (long) size > box.limit()) return;
            if (box.getInt(at + 4) == ITEM_INFO) info(box.slice(at + 8, size - 8));
            at += size;
        }
    }

    private void info(ByteBuffer entry) {
        int version = entry.getInt() >>> 24;
        if (version < 2) return;
        long id = number(entry, version == 2 ? 2 : 4);
        entry.getShort();
        if (PERSONAL.contains(entry.getInt())) personal.add(id);
    }

    private void places(ByteBuffer box) throws IOException {
        int version = box.getInt() >>> 24;
        int sizes = box.getShort() & 0xffff;
        int offsetBytes = sizes >> 12;
        int lengthBytes = sizes >> 8 & 0xf;
        int baseBytes = sizes >> 4 & 0xf;
        int indexBytes = version == 0 ? 0 : sizes & 0xf;
        long items = number(box, version < 2 ? 2 : 4);
        for (long n = 0; n < items; n++) {
            long id = number(box, version < 2 ? 2 : 4);
            int method = version == 0 ? 0 : box.getShort() & 0xf;
            box.getShort();
            long base = number(box, baseBytes);
            int extents = box.getShort() & 0xffff;
            for (int e = 0; e < extents; e++) {
                number(box, indexBytes);
                long offset = base + number(box, offsetBytes);
                long length = number(box, lengthBytes);
                if (!personal.contains(id)) continue;
                if (method == 0) zero(offset, length);
                else if (method == 1) zero(dataAt + offset, length);
            }
        }
    }

    private static long number(ByteBuffer bytes, int length) {
        long number = 0;
        for (int n = 0; n < length; n++) number = number << 8 | bytes.get() & 0xff;
        return number;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) if (file.read(buffer, at + buffer.position()) < 0) throw new EOFException();
        return buffer.flip();
    }

    private void zero(long at, long length) throws IOException {
        erased += length;
        if (at < 0 || length < 0 || at + length > file.size() || erased > file.size()) throw new EOFException();
        for (long done = 0; done < length; ) {
            int step = (int) Math.min(length - done, 64 * 1024);
            ByteBuffer zeros = ByteBuffer.allocate(step);
            for (long to = at + done; zeros.hasRemaining(); ) to += file.write(zeros, to);
            done += step;
        }
    }

    private static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
