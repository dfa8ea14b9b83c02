package polyclinic.asset.kinds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files of each type: the beginning that their readers look for, and some noise behind it. */
public final class Samples {
    private Samples() {}

    public static byte[] png() {
        return file(
                0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
                6, 0, 0, 0);
    }

    public static byte[] jpeg() {
        return file(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
    }

    public static byte[] pdf() {
        return "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj <</Type/Catalog>> endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] text() {
        return "\n2011-01-01\n\n# Chief Complaint\nNo complaints.\n".getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] html() {
        return "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>".getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] svg() {
        return "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] exe() {
        byte[] header = new byte[256];
        header[0] = 'M';
        header[1] = 'Z';
        header[0x3c] = (byte) 0x80;
        header[0x80] = 'P';
        header[0x81] = 'E';
        return header;
    }

    public static byte[] gif() {
        return file('G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0);
    }

    public static byte[] zip() {
        return file('P', 'K', 3, 4, 20, 0, 0, 0, 8, 0);
    }

    public static byte[] mp3() {
        return file('I', 'D', '3', 3, 0, 0, 0, 0, 0, 0, 0xff, 0xfb, 0x90, 0);
    }

    public static byte[] wav() {
        return file('R', 'I', 'F', 'F', 36, 0, 0, 0, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ');
    }

    public static byte[] ogg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'g', 'g', 'S', 0, 2});
        out.writeBytes(new byte[22]);
        out.writeBytes("OpusHead".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[32]);
        return out.toByteArray();
    }

    public static byte[] m4a() {
        return file(0, 0, 0, 32, 'f', 't', 'y', 'p', 'M', '4', 'A', ' ', 0, 0, 0, 0, 'M', '4', 'A', ' ');
    }

    public static byte[] mp4() {
        return file(0, 0, 0, 32, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0, 'i', 's', 'o', 'm');
    }

    public static byte[] webm() {
        return file(0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x84, 'w', 'e', 'b', 'm');
    }

    /** As somebody types it: its first lines are those of a mail. */
    public static byte[] letter() {
        return ("Date: 3 March 2026\nTo: Dr. A. Rao, Cardiology\nFrom: Dr. M. Iyer\nSubject: Referral\n\nDear colleague,\n"
                        + "thank you for seeing Mrs. \u0421\u043c\u0438\u0440\u043d\u043e\u0432\u0430.\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A picture in boxes: its brands, and nothing that could be shown. */
    public static byte[] boxes(String major, String... others) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, (byte) (16 + 4 * others.length)});
        out.writeBytes(("ftyp" + major + "\0\0\0\0" + String.join("", others)).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(noise(200, 7));
        return out.toByteArray();
    }

    public static byte[] tiff() {
        return file('I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public static byte[] dicom() {
        byte[] bytes = new byte[400];
        System.arraycopy("DICM\2\0\0\0UL".getBytes(StandardCharsets.US_ASCII), 0, bytes, 128, 10);
        return bytes;
    }

    /** An archive of files with these names, the content of the first as it is. */
    public static byte[] archive(String firstContent, String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            byte[] content = firstContent.getBytes(StandardCharsets.US_ASCII);
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                if (name.equals("mimetype")) {
                    CRC32 sum = new CRC32();
                    sum.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] docx() {
        return archive("<x/>", "[Content_Types].xml", "_rels/.rels", "word/document.xml");
    }

    public static byte[] cda() {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet type=\"text/xsl\" href=\"CDA.xsl\"?>\n"
                        + "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:sdtc=\"urn:hl7-org:sdtc\"><title>C-CDA</title>"
                        + "</ClinicalDocument>")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] file(int... head) {
        byte[] bytes = noise(head.length + 200, 7);
        for (int i = 0; i < head.length; i++) bytes[i] = (byte) head[i];
        return bytes;
    }
}
