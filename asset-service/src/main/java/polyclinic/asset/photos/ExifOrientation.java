package polyclinic.asset.photos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the camera was held: the one tag of Exif (CIPA DC-008) without which a photo lies on its side. */
final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int UPRIGHT = 1;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /**
     * A block of Exif with nothing but the orientation of another.
     *
     * @param exif a TIFF header and what follows
     * @return empty when the photo is upright, or nothing is said that can be read
     */
    static byte[] only(byte[] exif, int offset) {
        int orientation = read(exif, offset);
        if (orientation <= UPRIGHT || orientation > 8) return new byte[0];
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) TAG)
                .putShort((short) SHORT)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static int read(byte[] exif, int offset) {
        if (exif.length - offset < 14) return UPRIGHT;
        ByteBuffer tiff = ByteBuffer.wrap(exif, offset, exif.length - offset).slice();
        if (tiff.get(0) == 'I') tiff.order(ByteOrder.LITTLE_ENDIAN);
        long directory = tiff.getInt(4) & 0xffffffffL;
        if (directory + 2 > tiff.limit()) return UPRIGHT;
        int entries = tiff.getShort((int) directory) & 0xffff;
        for (int n = 0; n < entries; n++) {
            long entry = directory + 2 + (long) n * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > tiff.limit()) return UPRIGHT;
            if ((tiff.getShort((int) entry) & 0xffff) == TAG) return tiff.getShort((int) entry + 8) & 0xffff;
        }
        return UPRIGHT;
    }
}
