package polyclinic.asset.photos;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * TIFF (revision 6.0): a picture in pieces anywhere in the file, found by offsets, so that nothing can be cut out. Entries
 * that are no picture leave their directory, and what they point to is overwritten by zeros, in the file itself.
 *
 * <p>Everything is bounded: no directory is read twice, no more of them are read or wait than a large file has, and no more is
 * overwritten than the file is long. A directory that cannot be read ends the work.
 */
final class TiffEraser {
    private static final int EXIF = 0x8769;
    private static final int GPS = 0x8825;
    private static final int SUB_IMAGES = 0x014a;
    private static final int MAX_DIRECTORIES = 1000;
    private static final int ENTRY_BYTES = 12;

    /** Who, with what, when and where: from ImageDescription to Exif, XMP, IPTC, Photoshop's and Windows' own. */
    private static final Set<Integer> PERSONAL = Set.of(
            EXIF, GPS, 0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x02bc, 0x8298, 0x83bb, 0x8649, 0x935c,
            0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f, 0xa005, 0xc634);

    /** Bytes of one value by its type (§2, and IFD of Technical Note 1). */
    private static final int[] TYPE_BYTES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private final FileChannel file;
    private final ByteOrder order;
    private final Set<Long> visited = new HashSet<>();
    private final Deque<Long> images = new ArrayDeque<>();
    private long erased;

    private TiffEraser(FileChannel file, ByteOrder order) {
        this.file = file;
        this.order = order;
    }

    static void erase(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (file.size() < 8) return;
            ByteBuffer header = ByteBuffer.allocate(8);
            file.read(header, 0);
            TiffEraser eraser =
                    new TiffEraser(file, header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            header.order(eraser.order);
            if (header.getShort(2) != 42) return;
            eraser.later(offset(header, 4));
            eraser.directories();
        } catch (EOFException broken) {
            // The rest is for readers to judge.
        }
    }

    private void directories() throws IOException {
        while (!images.isEmpty()) directory(images.remove());
    }

    private void directory(long at) throws IOException {
        if (at == 0 || visited.size() == MAX_DIRECTORIES || !visited.add(at)) return;
        ByteBuffer old = read(at);
        ByteBuffer kept = ByteBuffer.allocate(old.capacity()).order(order).position(2);
        int entries = old.getShort(0) & 0xffff;
        int count = 0;
        for (int n = 0; n < entries; n++) {
            ByteBuffer entry = old.slice(2 + n * ENTRY_BYTES, ENTRY_BYTES).order(order);
            int tag = entry.getShort(0) & 0xffff;
            if (PERSONAL.contains(tag)) {
                eraseValue(entry, tag);
                continue;
            }
            if (tag == SUB_IMAGES) subImages(entry);
            kept.put(entry);
            count++;
        }
        int next = old.getInt(2 + entries * ENTRY_BYTES);
        later(next & 0xffffffffL);
        if (count < entries) write(kept.putInt(next).putShort(0, (short) count).clear(), at);
    }

    private void eraseValue(ByteBuffer entry, int tag) throws IOException {
        if (tag == EXIF || tag == GPS) eraseDirectory(offset(entry, 8));
        else eraseOutside(entry);
    }

    /** A directory of Exif or GPS goes with all that it points to. */
    private void eraseDirectory(long at) throws IOException {
        if (visited.size() == MAX_DIRECTORIES || !visited.add(at)) return;
        ByteBuffer old = read(at);
        int entries = old.getShort(0) & 0xffff;
        for (int n = 0; n < entries; n++)
            eraseOutside(old.slice(2 + n * ENTRY_BYTES, ENTRY_BYTES).order(order));
        zero(at, old.capacity());
    }

    /** A value of up to four bytes lies in the entry itself. */
    private void eraseOutside(ByteBuffer entry) throws IOException {
        long length = length(entry);
        if (length > 4) zero(offset(entry, 8), length);
    }

    private void subImages(ByteBuffer entry) throws IOException {
        if (isFull()) return;
        long count = offset(entry, 4);
        if (count == 1) later(offset(entry, 8));
        if (count < 2 || count > MAX_DIRECTORIES) return;
        ByteBuffer offsets = read(offset(entry, 8), (int) count * 4);
        for (int n = 0; n < count; n++) later(offset(offsets, n * 4));
    }

    /** A small file can name the same few bytes millions of times. */
    private void later(long at) {
        if (!isFull()) images.add(at);
    }

    private boolean isFull() {
        return images.size() >= MAX_DIRECTORIES;
    }

    private static long length(ByteBuffer entry) {
        int type = entry.getShort(2) & 0xffff;
        return offset(entry, 4) * TYPE_BYTES[type < TYPE_BYTES.length ? type : 0];
    }

    private static long offset(ByteBuffer buffer, int index) {
        return buffer.getInt(index) & 0xffffffffL;
    }

    /** Count, entries, and the offset of the next directory. */
    private ByteBuffer read(long at) throws IOException {
        return read(at, 6 + (read(at, 2).getShort(0) & 0xffff) * ENTRY_BYTES);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
        while (buffer.hasRemaining()) if (file.read(buffer, at + buffer.position()) < 0) throw new EOFException();
        return buffer;
    }

    private void zero(long at, long length) throws IOException {
        erased += length;
        if (at + length > file.size() || erased > file.size()) throw new EOFException();
        for (long done = 0; done < length; ) {
            int step = (int) Math.min(length - done, 64 * 1024);
            write(ByteBuffer.allocate(step), at + done);
            done += step;
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) to += file.write(bytes, to);
    }
}
