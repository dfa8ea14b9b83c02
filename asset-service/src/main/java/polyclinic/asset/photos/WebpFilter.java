package polyclinic.asset.photos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/** WebP (RFC 9649): the chunks of its RIFF file that make the picture. */
final class WebpFilter {
    private static final int HEADER_BYTES = 12;
    private static final int MAX_EXIF_BYTES = 1024 * 1024;
    private static final int EXIF_FLAG = 0x08;
    private static final int XMP_FLAG = 0x04;

    private static final Set<String> SHOWN = Set.of("VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP");
    private static final byte[] EXIF_PREFIX = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** Of the byte with the flags, in a file that begins with VP8X. */
    private static final int FLAGS_OFFSET = 20;

    private final InputStream in;
    private final OutputStream out;
    private int chunks;
    private boolean extended;
    private boolean whole;
    private boolean oriented;

    private WebpFilter(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Lengths and flags stand at the file's beginning and are known at its end only. */
    static void copy(InputStream in, OutputStream out, Path written) throws IOException {
        WebpFilter filter = new WebpFilter(in, out);
        filter.copy();
        out.flush();
        if (filter.whole) filter.amend(written);
    }

    private void copy() throws IOException {
        byte[] riff = in.readNBytes(HEADER_BYTES);
        out.write(riff);
        if (riff.length < HEADER_BYTES) return;
        long left = length(riff) - 4;
        while (left > 0) {
            byte[] head = in.readNBytes(8);
            if (head.length < 8) {
                out.write(head);
                return;
            }
            String type = new String(head, 0, 4, StandardCharsets.US_ASCII);
            long padded = length(head) + length(head) % 2;
            if (!chunk(type, head, padded)) return;
            chunks++;
            left -= 8 + padded;
        }
        whole = true;
    }

    private boolean chunk(String type, byte[] head, long padded) throws IOException {
        if (SHOWN.contains(type)) {
            out.write(head);
            return PhotoMetadata.copy(in, out, padded);
        }
        if (type.equals("VP8X") && padded >= 1) {
            if (chunks == 0) extended = true;
            int flags = in.read();
            out.write(head);
            out.write(flags & ~(XMP_FLAG | EXIF_FLAG));
            return PhotoMetadata.copy(in, out, padded - 1);
        }
        if (type.equals("EXIF") && padded <= MAX_EXIF_BYTES) {
            exif(in.readNBytes((int) padded));
            return true;
        }
        return PhotoMetadata.copy(in, OutputStream.nullOutputStream(), padded);
    }

    private void exif(byte[] exif) throws IOException {
        boolean prefixed = exif.length > EXIF_PREFIX.length
                && Arrays.equals(exif, 0, EXIF_PREFIX.length, EXIF_PREFIX, 0, EXIF_PREFIX.length);
        byte[] kept = ExifOrientation.only(exif, prefixed ? EXIF_PREFIX.length : 0);
        if (kept.length == 0) return;
        oriented = true;
        out.write("EXIF".getBytes(StandardCharsets.US_ASCII));
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kept.length)
                .array());
        out.write(kept);
    }

    private static long length(byte[] head) {
        return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
    }

    private void amend(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(length.putInt((int) (channel.size() - 8)).flip(), 4);
            // Without VP8X at the beginning there are no flags: the picture's own bytes stand in their place.
            if (!oriented || !extended) return;
            ByteBuffer flags = ByteBuffer.allocate(1);
            if (channel.read(flags, FLAGS_OFFSET) < 1) return;
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (flags.get(0) | EXIF_FLAG)}), FLAGS_OFFSET);
        }
    }
}
