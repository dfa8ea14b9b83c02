package polyclinic.asset.dicom;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A file of DICOM (PS3.10, 7): a preamble, what says how the rest is written, and the rest, of which the pixels are not touched. */
public final class DicomFile {
    public static final String MEDIA_TYPE = "application/dicom";

    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_META_BYTES = 64 * 1024;

    private static final int META_LENGTH = 0x0002_0000;
    private static final int TRANSFER_SYNTAX = 0x0002_0010;
    private static final int SOP_INSTANCE_UID = 0x0008_0018;
    private static final int STUDY_DATE = 0x0008_0020;
    private static final int MODALITY = 0x0008_0060;
    private static final int BODY_PART_EXAMINED = 0x0018_0015;
    private static final int STUDY_INSTANCE_UID = 0x0020_000D;
    private static final int SERIES_INSTANCE_UID = 0x0020_000E;
    private static final int NUMBER_OF_FRAMES = 0x0028_0008;
    private static final int ROWS = 0x0028_0010;
    private static final int COLUMNS = 0x0028_0011;
    private static final Set<Integer> WANTED = Set.of(
            SOP_INSTANCE_UID,
            STUDY_DATE,
            MODALITY,
            BODY_PART_EXAMINED,
            STUDY_INSTANCE_UID,
            SERIES_INSTANCE_UID,
            NUMBER_OF_FRAMES,
            ROWS,
            COLUMNS);

    /** PS3.5, annex A. */
    private static final String SYNTAXES = "1.2.840.10008.1.2";

    private static final String IMPLICIT = SYNTAXES;
    private static final String BIG_ENDIAN = SYNTAXES + ".2";
    private static final String DEFLATED = SYNTAXES + ".1.99";

    /** PS3.5, 6.2 and 9.1. */
    private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{1,16}");

    private static final Pattern UID = Pattern.compile("(?=.{1,64}$)(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private DicomFile() {}

    /** What the header says; null when it cannot be read to its end. Blocks; memory does not grow with the file. */
    public static @Nullable DicomHeader header(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return header(in);
        } catch (DamagedDicom | EOFException | ZipException damaged) {
            return null;
        }
    }

    private static @Nullable DicomHeader header(InputStream in) throws IOException {
        in.skipNBytes(PREAMBLE_BYTES);
        if (!Arrays.equals(in.readNBytes(PREFIX.length), PREFIX)) throw new DamagedDicom("no prefix");
        String syntax = transferSyntax(in);
        if (!syntax.equals(SYNTAXES) && !syntax.startsWith(SYNTAXES + ".")) return null;
        if (!syntax.equals(DEFLATED)) return header(in, syntax);
        Inflater inflater = new Inflater(true);
        try {
            return header(new BufferedInputStream(new InflaterInputStream(in, inflater)), syntax);
        } finally {
            inflater.end();
        }
    }

    /** The file's meta information, which is always written in the same way, says how the rest is. */
    private static String transferSyntax(InputStream in) throws IOException {
        ElementReader meta = new ElementReader(in, true, ByteOrder.LITTLE_ENDIAN);
        ElementReader.Element first = meta.next();
        if (first == null || first.tag() != META_LENGTH || first.length() != Integer.BYTES)
            throw new DamagedDicom("no meta information");
        int length = ByteBuffer.wrap(meta.value(first))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (length < 0 || length > MAX_META_BYTES) throw new DamagedDicom("too much meta information");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new DamagedDicom("cut off");
        ElementReader elements = new ElementReader(new ByteArrayInputStream(bytes), true, ByteOrder.LITTLE_ENDIAN);
        for (ElementReader.Element next = elements.next(); next != null; next = elements.next()) {
            if (next.tag() == TRANSFER_SYNTAX) return text(elements.value(next));
            elements.skip(next);
        }
        throw new DamagedDicom("no transfer syntax");
    }

    /** Elements are in the order of their tags, so that it ends behind the last that is wanted. */
    private static @Nullable DicomHeader header(InputStream in, String syntax) throws IOException {
        ElementReader elements = new ElementReader(
                in,
                !syntax.equals(IMPLICIT),
                syntax.equals(BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        Map<Integer, byte[]> found = new HashMap<>();
        for (ElementReader.Element next = elements.next();
                next != null && Integer.compareUnsigned(next.tag(), COLUMNS) <= 0;
                next = elements.next()) {
            if (WANTED.contains(next.tag())) found.put(next.tag(), elements.value(next));
            else elements.skip(next);
        }
        if (found.isEmpty()) return null;
        return new DicomHeader(
                text(found.get(MODALITY), CODE),
                text(found.get(BODY_PART_EXAMINED), CODE),
                date(found.get(STUDY_DATE)),
                text(found.get(STUDY_INSTANCE_UID), UID),
                text(found.get(SERIES_INSTANCE_UID), UID),
                text(found.get(SOP_INSTANCE_UID), UID),
                pixels(elements, found.get(ROWS)),
                pixels(elements, found.get(COLUMNS)),
                count(found.get(NUMBER_OF_FRAMES)));
    }

    private static @Nullable Integer pixels(ElementReader elements, byte @Nullable [] value) throws DamagedDicom {
        return value == null ? null : Integer.valueOf(elements.number(value));
    }

    private static @Nullable Integer count(byte @Nullable [] value) {
        String text = text(value, COUNT);
        return text == null ? null : Integer.valueOf(text);
    }

    /** {@code 20260302}, and {@code 2026.03.02} as before 1993. */
    private static @Nullable LocalDate date(byte @Nullable [] value) {
        if (value == null) return null;
        try {
            return LocalDate.parse(text(value).replace(".", ""), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static @Nullable String text(byte @Nullable [] value, Pattern allowed) {
        if (value == null) return null;
        String text = text(value);
        return allowed.matcher(text).matches() ? text : null;
    }

    /** Values are padded to an even length, by a blank or a zero byte. */
    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }
}
