package polyclinic.audit.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.EntryLine;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.lines.CompressedLines;

/** The entries that one checkpoint adds, as an object in S3: a line of JSON for each, in order, compressed by gzip (RFC 1952). */
public final class EntrySegment {
    private EntrySegment() {}

    public static byte[] write(List<ChainEntry> entries) {
        return CompressedLines.write(entries.stream().map(EntryLine::write).toList());
    }

    /**
     * The entries in it, not verified.
     *
     * @param max more are not read, and make it damaged
     * @throws IOException when it was cut or is no such object
     */
    public static List<StoredEntry> read(byte[] object, long max) throws IOException {
        List<StoredEntry> entries = new ArrayList<>();
        try (BufferedReader lines = CompressedLines.read(object)) {
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
        try (BufferedReader lines = CompressedLines.read(object)) {
            for (String line = lines.readLine(); line != null && entries.size() < max; line = lines.readLine())
                entries.add(EntryLine.read(line));
        } catch (IOException damaged) {
            return entries;
        }
        return entries;
    }
}
