package polyclinic.asset.photos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JPEG (ITU-T T.81, Annex B): markers and segments up to the end of the image. Of the application segments JFIF's, Adobe's and
 * the colour profile's (ICC.1 Annex B.4) stay, comments go.
 */
final class JpegFilter {
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ICC_PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;

    private JpegFilter(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static void copy(InputStream in, OutputStream out) throws IOException {
        new JpegFilter(in, out).copy();
    }

    private void copy() throws IOException {
        int first = in.read();
        while (first == 0xff) {
            int marker = in.read();
            while (marker == 0xff) marker = in.read();
            if (marker < 0) return;
            if (marker == EOI) {
                marker(EOI);
                return;
            }
            boolean alone = marker == SOI || marker >= RST0 && marker <= RST7 || marker == 0x01;
            if (alone) marker(marker);
            else if (!segment(marker)) break;
            first = marker == SOS ? entropyCoded() : in.read();
        }
        if (first >= 0 && first != 0xff) out.write(first);
        in.transferTo(out);
    }

    private void marker(int marker) throws IOException {
        out.write(0xff);
        out.write(marker);
    }

    /** False when the file ends within it. */
    private boolean segment(int marker) throws IOException {
        byte[] length = in.readNBytes(2);
        int bytes = length.length < 2 ? 0 : (length[0] & 0xff) << 8 | length[1] & 0xff;
        byte[] content = in.readNBytes(Math.max(0, bytes - 2));
        if (isKept(marker, content)) {
            marker(marker);
            out.write(length);
            out.write(content);
        } else if (marker == APP1 && startsWith(content, EXIF)) {
            byte[] orientation = ExifOrientation.only(content, EXIF.length);
            if (orientation.length > 0) exif(orientation);
        }
        return bytes >= 2 && content.length == bytes - 2;
    }

    private void exif(byte[] tiff) throws IOException {
        int length = 2 + EXIF.length + tiff.length;
        marker(APP1);
        out.write(length >> 8);
        out.write(length & 0xff);
        out.write(EXIF);
        out.write(tiff);
    }

    private static boolean isKept(int marker, byte[] content) {
        if (marker == COMMENT) return false;
        if (marker < APP0 || marker > APP15) return true;
        return marker == APP0 || marker == APP14 || marker == APP2 && startsWith(content, ICC_PROFILE);
    }

    private static boolean startsWith(byte[] content, byte[] head) {
        return content.length >= head.length && Arrays.equals(content, 0, head.length, head, 0, head.length);
    }

    /** Copies a scan; returns the 0xff of the marker behind it, which has been put back, or -1 at the file's end. */
    private int entropyCoded() throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != 0xff) {
                out.write(next);
                continue;
            }
            in.mark(1);
            int marker = in.read();
            boolean data = marker == 0 || marker >= RST0 && marker <= RST7;
            if (!data) {
                in.reset();
                return 0xff;
            }
            marker(marker);
        }
        return -1;
    }
}
