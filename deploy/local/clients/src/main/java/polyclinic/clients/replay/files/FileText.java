package polyclinic.clients.replay.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import polyclinic.clients.checks.CheckFailed;

/** A file's text, unpacked and decoded. What is no text that may hold JSON is refused in one line that says what it is. */
final class FileText {
    /** The program's heap is bounded, and a resource takes several times the room of its text. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int SNIFFED = 2000;

    private FileText() {}

    /** @throws CheckFailed when the file cannot be read or is something else than JSON */
    static String of(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] bytes = unpacked(raw).readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES)
                throw new CheckFailed("larger than " + MAX_BYTES / 1024 / 1024 + " MiB: replay it in parts");
            return json(decode(bytes));
        } catch (ZipException e) {
            throw new CheckFailed("a gzip file that is damaged", e);
        } catch (IOException e) {
            throw new CheckFailed("cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return gzip ? new GZIPInputStream(raw) : raw;
    }

    /** By the byte order mark, else as UTF-8, which RFC 8259 prescribes. */
    private static String decode(byte[] bytes) {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decode(bytes, 3, StandardCharsets.UTF_8);
        if (startsWith(bytes, 0xfe, 0xff)) return decode(bytes, 2, StandardCharsets.UTF_16BE);
        if (startsWith(bytes, 0xff, 0xfe)) return decode(bytes, 2, StandardCharsets.UTF_16LE);
        if (startsWith(bytes, 'P', 'K', 3, 4)) throw new CheckFailed("a ZIP archive: unpack it and replay its folder");
        if (startsWith(bytes, '%', 'P', 'D', 'F')) throw new CheckFailed("a PDF, not FHIR in JSON");
        return decode(bytes, 0, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) return false;
        for (int i = 0; i < expected.length; i++) if ((bytes[i] & 0xff) != expected[i]) return false;
        return true;
    }

    /** Letters of another encoding would become other letters, so they are refused. */
    private static String decode(byte[] bytes, int from, Charset charset) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckFailed("not in " + charset.name() + ": convert it first (iconv -f latin1 -t utf-8)", e);
        }
    }

    private static String json(String text) {
        String start = text.substring(0, Math.min(text.length(), SNIFFED)).strip();
        if (start.isEmpty()) throw new CheckFailed("empty");
        String lower = start.toLowerCase(Locale.ROOT);
        if (start.startsWith("MSH|")) throw new CheckFailed("an HL7 v2 message, not FHIR in JSON");
        if (!start.startsWith("<")) return text;
        if (lower.contains("<html")) throw new CheckFailed("a web page, perhaps one that asks to sign in");
        if (lower.contains("clinicaldocument")) throw new CheckFailed("a CDA document in XML, not FHIR in JSON");
        throw new CheckFailed(
                "XML, not JSON: ask for application/fhir+json, or convert it first (the same content exists in both)");
    }
}
