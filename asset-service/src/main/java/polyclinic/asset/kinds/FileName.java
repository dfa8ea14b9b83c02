package polyclinic.asset.kinds;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** File names as clients send them, made harmless, and as a download carries them. */
public final class FileName {
    private static final int MAX_LENGTH = 120;

    /** Of UTF-8, as file systems count (NAME_MAX is 255). */
    private static final int MAX_BYTES = 240;

    private static final Set<String> RESERVED = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileName() {}

    /**
     * The last part of what may be a path, without characters that a file system, a shell or a reader would trip over, and
     * with an extension that belongs to the content type ({@code scan.exe} that is a PDF becomes {@code scan.exe.pdf}).
     *
     * @param sent the name that the client sent, or null
     * @return null when nothing is left of it
     */
    public static @Nullable String safe(@Nullable String sent, String contentType) {
        if (sent == null) return null;
        String name = Normalizer.normalize(unescaped(sent), Normalizer.Form.NFC);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = visible(name).replaceAll("[<>:\"|?*%;]", "_");
        name = name.replaceAll("\\s+", " ").replaceAll("^[. ]+|[. ]+$", "");
        if (name.isEmpty()) return null;
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT).replaceFirst("\\..*", ""))) name = "_" + name;
        return withExtension(name, contentType);
    }

    /** Browsers write these three so in a form's file names (HTML, 4.10.21.8), and nothing else. */
    private static String unescaped(String sent) {
        return sent.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    /** A name for an asset that was sent without one. */
    public static String of(String kind, String id, String contentType) {
        return withExtension(kind + "-" + id, contentType);
    }

    /**
     * {@code Content-Disposition} (RFC 6266): an ASCII name for old readers and the real one in RFC 8187's encoding.
     */
    public static String attachment(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints().forEach(c -> ascii.append(c >= ' ' && c < 0x7f && c != '"' && c != '\\' ? (char) c : '_'));
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded(name);
    }

    /** RFC 8187 §3.2.1: everything but attr-char as percent-encoded UTF-8. */
    private static String encoded(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= '0' && c <= '9'
                    || c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c < 0x7f && "!#$&+-.^_`|~".indexOf(c) >= 0;
            if (plain) out.append(c);
            else out.append('%').append(String.format("%02X", (int) c));
        }
        return out.toString();
    }

    /**
     * Drops controls, lone surrogates and format characters: a right-to-left override shows gpj.exe as exe.jpg. The joiners stay, for
     * Persian and Indic scripts are not read without them.
     */
    private static String visible(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c == 0x200c || c == 0x200d) {
                out.appendCodePoint(c);
                return;
            }
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> {}
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static String withExtension(String name, String contentType) {
        List<String> extensions = extensions(contentType);
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
        if (!extensions.isEmpty() && !extensions.contains(extension)) {
            extension = extensions.get(0);
            dot = name.length();
        } else if (dot < 0) dot = name.length();
        return cut(name.substring(0, dot), MAX_LENGTH - extension.length()) + extension;
    }

    private static String cut(String name, int length) {
        int end = 0;
        for (int bytes = 0; end < name.length(); ) {
            int c = name.codePointAt(end);
            bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            int next = end + Character.charCount(c);
            if (next > length || bytes > MAX_BYTES) break;
            end = next;
        }
        return name.substring(0, end);
    }

    private static List<String> extensions(String contentType) {
        try {
            return MimeTypes.getDefaultMimeTypes().forName(contentType).getExtensions();
        } catch (MimeTypeException e) {
            return List.of();
        }
    }
}
