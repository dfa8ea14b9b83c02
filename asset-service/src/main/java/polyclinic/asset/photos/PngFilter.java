package polyclinic.asset.photos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** PNG (W3C, third edition): chunks up to IEND; of the ancillary ones those stay that say how the picture looks. */
final class PngFilter {
    private static final int SIGNATURE_BYTES = 8;
    private static final int MAX_EXIF_BYTES = 1024 * 1024;

    private static final Set<String> SHOWN = Set.of(
            "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT",
            "acTL", "fcTL", "fdAT");

    private PngFilter() {}

    static void copy(InputStream in, OutputStream out) throws IOException {
        PhotoMetadata.copy(in, out, SIGNATURE_BYTES);
        for (byte[] head = in.readNBytes(8); head.length > 0; head = in.readNBytes(8)) {
            long length = head.length < 8 ? -1 : ByteBuffer.wrap(head).getInt();
            String type =
                    new String(head, Math.min(4, head.length), Math.max(0, head.length - 4), StandardCharsets.US_ASCII);
            boolean broken = length < 0 || !type.matches("[A-Za-z]{4}");
            if (broken || isCritical(type) || SHOWN.contains(type)) {
                out.write(head);
                if (broken) in.transferTo(out);
                else PhotoMetadata.copy(in, out, length + 4);
            } else if (type.equals("eXIf") && length <= MAX_EXIF_BYTES) {
                orientation(in.readNBytes((int) length), out);
                in.readNBytes(4);
            } else if (!PhotoMetadata.copy(in, OutputStream.nullOutputStream(), length + 4)) return;
            if (type.equals("IEND")) return;
        }
    }

    /** Decoders must understand it (§5.4): the case of the first letter says so. */
    private static boolean isCritical(String type) {
        return Character.isUpperCase(type.charAt(0));
    }

    private static void orientation(byte[] exif, OutputStream out) throws IOException {
        byte[] kept = ExifOrientation.only(exif, 0);
        if (kept.length == 0) return;
        byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(kept);
        out.write(ByteBuffer.allocate(12 + kept.length)
                .putInt(kept.length)
                .put(type)
                .put(kept)
                .putInt((int) crc.getValue())
                .array());
    }
}
