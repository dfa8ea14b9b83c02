package polyclinic.asset.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Files of DICOM, written element by element. */
public final class DicomBytes {
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    static final String JPEG = "1.2.840.10008.1.2.4.50";
    static final int UNDEFINED = -1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final ByteOrder order;

    private DicomBytes(boolean explicit, ByteOrder order) {
        this.explicit = explicit;
        this.order = order;
    }

    /** Elements as a file of this transfer syntax has them. */
    static DicomBytes in(String syntax) {
        return new DicomBytes(
                !syntax.equals(IMPLICIT), syntax.equals(BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** A picture of a chest. */
    public static byte[] chest() {
        return in(EXPLICIT).chestElements().file(EXPLICIT);
    }

    DicomBytes chestElements() {
        return text(0x0008_0005, "CS", "ISO_IR 192")
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2")
                .text(0x0008_0018, "UI", "1.2.826.0.1.3680043.8.1.3")
                .text(0x0008_0020, "DA", "20260302")
                .text(0x0008_0060, "CS", "CT")
                .sequence()
                .text(0x0010_0010, "PN", "Nobody^Is^Read")
                .text(0x0018_0015, "CS", "CHEST")
                .text(0x0020_000D, "UI", "1.2.826.0.1.3680043.8.1.1")
                .text(0x0020_000E, "UI", "1.2.826.0.1.3680043.8.1.2")
                .text(0x0028_0008, "IS", "12")
                .number(0x0028_0010, 512)
                .number(0x0028_0011, 256)
                .bytes(0x7FE0_0010, "OW", new byte[64]);
    }

    /** Of undefined length, with an item of undefined length, with a sequence of known length in it. */
    private DicomBytes sequence() {
        head(0x0008_1140, "SQ", UNDEFINED);
        delimiter(0xFFFE_E000, UNDEFINED);
        text(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2");
        bytes(0x0008_1199, "SQ", new byte[0]);
        delimiter(0xFFFE_E00D, 0);
        delimiter(0xFFFE_E000, 0);
        return delimiter(0xFFFE_E0DD, 0);
    }

    DicomBytes text(int tag, String vr, String value) {
        String padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return bytes(tag, vr, padded.getBytes(StandardCharsets.ISO_8859_1));
    }

    DicomBytes number(int tag, int value) {
        return bytes(
                tag,
                "US",
                ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    DicomBytes bytes(int tag, String vr, byte[] value) {
        head(tag, vr, value.length);
        out.writeBytes(value);
        return this;
    }

    DicomBytes head(int tag, String vr, int length) {
        tag(tag);
        if (!explicit) return size(length);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        if (vr.equals("SQ") || vr.equals("OW") || vr.equals("UN")) {
            half(0);
            return size(length);
        }
        half(length);
        return this;
    }

    DicomBytes delimiter(int tag, int length) {
        tag(tag);
        return size(length);
    }

    private void tag(int tag) {
        half(tag >>> 16);
        half(tag);
    }

    private void half(int value) {
        out.writeBytes(
                ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    private DicomBytes size(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
        return this;
    }

    byte[] file(String syntax) {
        DicomBytes meta = in(EXPLICIT).text(0x0002_0010, "UI", syntax);
        DicomBytes file = in(EXPLICIT);
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.bytes(
                0x0002_0000,
                "UL",
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(meta.out.size())
                        .array());
        file.out.writeBytes(meta.out.toByteArray());
        file.out.writeBytes(syntax.equals(DEFLATED) ? deflated(out.toByteArray()) : out.toByteArray());
        return file.out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        return out.toByteArray();
    }
}
