package polyclinic.audit.archive;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.EntryLine;
import polyclinic.audit.chain.StoredEntry;

/** The entries that one checkpoint adds, as an object in S3: a line of JSON for each, in order, compressed by gzip (RFC 1952). */
public final class EntrySegment {
    private EntrySegment() {}

    public static byte[] write(List<ChainEntry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer lines = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
            for (ChainEntry entry : entries)
                lines.append(EntryLine.write(entry)).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The entries in it, not verified.
     *
     * @param max more are not read, and make it damaged
     * @throws IOException when it was cut or is no such object
     */
    public static List<StoredEntry> read(byte[] object, long max) throws IOException {
        List<StoredEntry> entries = new ArrayList<>();
        try (BufferedReader lines = lines(object)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (entries.size() == max) throw new IOException("more than " + max + " lines");
                entries.add(EntryLine.read(line));
            }
        }
        return entries;
    }

    /** The entries up to where it was cut, or cannot be read any more; {@code max} at most. */
    public static List<StoredEntry> readable(byte[] object, long max) {
        List<StoredEntry> entries = new ArrayList<>();
        try (BufferedReader lines = lines(object)) {
            for (String line = lines.readLine(); line != null && entries.size() < max; line = lines.readLine())
                entries.add(EntryLine.read(line));
        } catch (IOException damaged) {
            return entries;
        }
        return entries;
    }

    private static BufferedReader lines(byte[] object) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(object)), StandardCharsets.UTF_8));
    }
}
