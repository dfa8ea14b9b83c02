package polyclinic.asset.reading;

import java.awt.geom.AffineTransform;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How a picture is to be turned before it is shown: by the tag of Exif (CIPA DC-008), in whichever format. */
final class PictureOrientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;
    private static final int MAX_PARTS = 100_000;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;

    private PictureOrientation() {}

    /** From 1 to 8; {@link #UPRIGHT} when nothing is said that can be read. */
    static int of(Path picture, String contentType) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(picture.toFile(), "r")) {
            long exif =
                    switch (contentType) {
                        case "image/jpeg" -> inJpeg(file);
                        case "image/png" -> inPng(file);
                        case "image/webp" -> inWebp(file);
                        case "image/tiff" -> 0;
                        default -> -1;
                    };
            int orientation = exif < 0 ? UPRIGHT : read(file, exif);
            return orientation < UPRIGHT || orientation > 8 ? UPRIGHT : orientation;
        } catch (EOFException broken) {
            return UPRIGHT;
        }
    }

    /** Turns a picture of this size. */
    static AffineTransform transform(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    static boolean isOnItsSide(int orientation) {
        return orientation > 4;
    }

    private static long inJpeg(RandomAccessFile file) throws IOException {
        long at = 2;
        for (int n = 0; n < MAX_PARTS; n++) {
            file.seek(at);
            if (file.readUnsignedByte() != 0xff) return -1;
            int marker = file.readUnsignedByte();
            if (marker == START_OF_SCAN) return -1;
            int length = file.readUnsignedShort();
            if (marker == APP1 && length > 8 && text(file, 6).equals("Exif\0\0")) return at + 10;
            at += 2 + Math.max(2, length);
        }
        return -1;
    }

    private static long inPng(RandomAccessFile file) throws IOException {
        long at = 8;
        for (int n = 0; n < MAX_PARTS; n++) {
            file.seek(at);
            long length = file.readInt() & 0xffffffffL;
            String type = text(file, 4);
            if (type.equals("eXIf")) return at + 8;
            if (type.equals("IEND")) return -1;
            at += 12 + length;
        }
        return -1;
    }

    private static long inWebp(RandomAccessFile file) throws IOException {
        long at = 12;
        for (int n = 0; n < MAX_PARTS; n++) {
            file.seek(at);
            String type = text(file, 4);
            long length = Integer.reverseBytes(file.readInt()) & 0xffffffffL;
            if (type.equals("EXIF")) return at + 8;
            at += 8 + length + length % 2;
        }
        return -1;
    }

    /** @param start of a TIFF header */
    private static int read(RandomAccessFile file, long start) throws IOException {
        ByteBuffer header = bytes(file, start, 8);
        if (header.get(0) == 'I') header.order(ByteOrder.LITTLE_ENDIAN);
        long directory = start + (header.getInt(4) & 0xffffffffL);
        int entries = bytes(file, directory, 2).order(header.order()).getShort() & 0xffff;
        for (int n = 0; n < entries; n++) {
            ByteBuffer entry = bytes(file, directory + 2 + (long) n * ENTRY_BYTES, ENTRY_BYTES)
                    .order(header.order());
            if ((entry.getShort(0) & 0xffff) == TAG) return entry.getShort(8) & 0xffff;
        }
        return UPRIGHT;
    }

    private static ByteBuffer bytes(RandomAccessFile file, long at, int length) throws IOException {
        byte[] read = new byte[length];
        file.seek(at);
        file.readFully(read);
        return ByteBuffer.wrap(read);
    }

    private static String text(RandomAccessFile file, int length) throws IOException {
        byte[] read = new byte[length];
        file.readFully(read);
        return new String(read, StandardCharsets.ISO_8859_1);
    }
}
