package polyclinic.asset.kinds;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * The media type that the beginning of a file speaks for: Tika's magic numbers, and what they do not tell apart. A letter that begins
 * with {@code Date:}, with {@code BMI} or {@code P3} is text and no mail, picture or plot, as long as all of it is text; a file of a
 * word processor is no archive; pictures in boxes (ISO/IEC 23008-12) tell by their brands what they are.
 */
final class ContentSniffing {
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    private static final String ZIP = "application/zip";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    private static final int LOCAL_HEADER_BYTES = 30;

    /** Formats that are written in text and are more than that: readers, or browsers, do something with them. */
    private static final Set<String> WRITTEN_IN_TEXT = Set.of(
            "application/pdf",
            "application/postscript",
            "application/rtf",
            "application/xhtml+xml",
            "application/xml",
            "application/javascript",
            "image/svg+xml");

    /** What an archive holds → what it is. */
    private static final Map<String, String> ARCHIVES = Map.of(
            "word/", OFFICE + "wordprocessingml.document",
            "xl/", OFFICE + "spreadsheetml.sheet",
            "ppt/", OFFICE + "presentationml.presentation");

    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx");
    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<String> PICTURE_BRANDS = Set.of("mif1", "msf1", "miaf", "mif2");

    private ContentSniffing() {}

    static String type(byte[] head) throws IOException {
        String picture = pictureInBoxes(head);
        if (!picture.isEmpty()) return picture;
        if (ascii(head, 0, 4).equals("PK\3\4")) return archive(head);
        String type = tika(head);
        if (type.equals("text/plain") || !type.startsWith("text/") && !isWrittenInText(type)) {
            String text = TextContent.decode(head);
            if (text == null) return type.equals("text/plain") ? "application/octet-stream" : type;
            return inText(text);
        }
        return type;
    }

    /** Markup is found in any encoding: where it is not found by its bytes, it is by its letters. */
    private static String inText(String text) throws IOException {
        String type = tika(text.getBytes(StandardCharsets.UTF_8));
        return type.startsWith("text/") || isWrittenInText(type) ? type : "text/plain";
    }

    private static boolean isWrittenInText(String type) {
        return WRITTEN_IN_TEXT.contains(type) || type.endsWith("+xml");
    }

    private static String tika(byte[] head) throws IOException {
        return TYPES.detect(new ByteArrayInputStream(head), new Metadata())
                .getBaseType()
                .toString();
    }

    /** Empty when the file does not begin with a box of the brands of pictures. */
    private static String pictureInBoxes(byte[] head) {
        if (head.length < 16 || !ascii(head, 4, 4).equals("ftyp")) return "";
        int end = Math.min(head.length, Math.max(16, head[2] << 8 & 0xff00 | head[3] & 0xff));
        List<String> brands = new ArrayList<>(List.of(ascii(head, 8, 4)));
        for (int at = 16; at + 4 <= end; at += 4) brands.add(ascii(head, at, 4));
        String major = brands.get(0);
        if (HEIC_BRANDS.contains(major)) return "image/heic";
        if (AVIF_BRANDS.contains(major)) return "image/avif";
        if (!PICTURE_BRANDS.contains(major)) return "";
        if (brands.stream().anyMatch(HEIC_BRANDS::contains)) return "image/heic";
        return brands.stream().anyMatch(AVIF_BRANDS::contains) ? "image/avif" : "image/heif";
    }

    /** By the names of the files that it begins with; one with macros is an archive like any other. */
    private static String archive(byte[] head) {
        Set<String> names = names(head);
        if (names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("vbaproject.bin"))) return ZIP;
        String first = names.isEmpty() ? "" : names.iterator().next();
        if (first.equals("mimetype")) {
            String type = ascii(head, LOCAL_HEADER_BYTES + first.length(), 80).split("PK", 2)[0];
            return type.startsWith("application/vnd.oasis.opendocument.") ? type : ZIP;
        }
        return ARCHIVES.entrySet().stream()
                .filter(archive -> names.stream().anyMatch(name -> name.startsWith(archive.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ZIP);
    }

    private static Set<String> names(byte[] head) {
        Set<String> names = new LinkedHashSet<>();
        for (int at = 0; at + LOCAL_HEADER_BYTES <= head.length; at++) {
            boolean begins = head[at] == 'P' && head[at + 1] == 'K' && head[at + 2] == 3 && head[at + 3] == 4;
            if (!begins) continue;
            int length = head[at + 26] & 0xff | (head[at + 27] & 0xff) << 8;
            if (at + LOCAL_HEADER_BYTES + length <= head.length)
                names.add(ascii(head, at + LOCAL_HEADER_BYTES, length));
        }
        return names;
    }

    private static String ascii(byte[] bytes, int from, int length) {
        int end = Math.min(bytes.length, from + length);
        return new String(Arrays.copyOfRange(bytes, from, Math.max(from, end)), StandardCharsets.ISO_8859_1);
    }
}
