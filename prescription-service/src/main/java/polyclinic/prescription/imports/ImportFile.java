package polyclinic.prescription.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

/** The lines of a file of NDJSON or CSV (RFC 4180, the first line names the columns), read one after the other. */
final class ImportFile {
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final int MAX_LINES = 5_000_000;

    private final Lines lines;
    private int taken;

    private ImportFile(Lines lines) {
        this.lines = lines;
    }

    /** Where the next line comes from; null at the end. */
    private interface Lines {
        @Nullable
        ImportLine next() throws IOException;
    }

    /** @param contentType one of the two, with parameters or without */
    static ImportFile of(InputStream bytes, String contentType, ImportTarget target) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(CSV) ? csv(bytes, target) : ndjson(bytes);
    }

    private static ImportFile ndjson(InputStream bytes) {
        int[] number = {0};
        try {
            ImportText text = ImportText.of(bytes);
            return new ImportFile(() -> {
                for (String line = text.line(); line != null; line = text.line()) {
                    number[0]++;
                    if (line.length() > ImportText.MAX_LINE) return new ImportLine(number[0], null, "line-too-long");
                    if (!line.isBlank()) return json(number[0], line);
                }
                return null;
            });
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static ImportFile csv(InputStream bytes, ImportTarget target) {
        try {
            ImportText text = ImportText.of(bytes);
            CSVParser parser = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreSurroundingSpaces(true)
                    .setIgnoreEmptyLines(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                    .get()
                    .parse(text);
            Iterator<CSVRecord> records = parser.iterator();
            int[] number = {1};
            return new ImportFile(() -> {
                text.beginLine();
                if (!records.hasNext()) return null;
                CSVRecord row = records.next();
                // The last line may have no end, which the parser counts.
                number[0] = (int) Math.max(parser.getCurrentLineNumber(), number[0] + 1L);
                return row(number[0], row, target);
            });
        } catch (IllegalArgumentException header) {
            throw new Problem(400, "malformed-csv", "The first line must name the columns, each once.");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The next lines, at most so many; empty at the end of the file. Fails with 400 for what cannot be read at all. */
    List<ImportLine> next(int limit) {
        List<ImportLine> portion = new ArrayList<>();
        try {
            while (portion.size() < limit) {
                ImportLine line = lines.next();
                if (line == null) break;
                if (++taken > MAX_LINES)
                    throw new Problem(413, "too-many-lines", "An import has at most " + MAX_LINES + " lines.");
                portion.add(line);
            }
        } catch (IOException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            throw unreadable(Objects.requireNonNull(e.getCause()));
        }
        return portion;
    }

    private static ImportLine json(int number, String line) {
        try {
            JsonNode node = Json.MAPPER.readTree(line);
            return node instanceof ObjectNode object
                    ? new ImportLine(number, object, null)
                    : new ImportLine(number, null, "not-an-object");
        } catch (JsonProcessingException e) {
            return new ImportLine(number, null, "malformed-json");
        }
    }

    private static ImportLine row(int number, CSVRecord row, ImportTarget target) {
        if (!row.isConsistent()) return new ImportLine(number, null, "wrong-number-of-columns");
        Map<String, String> cells = row.toMap();
        cells.values().removeIf(String::isBlank);
        return new ImportLine(number, target.fields(cells), null);
    }

    private static Problem unreadable(IOException failure) {
        if (failure instanceof CharacterCodingException)
            return new Problem(400, "malformed-text", "The file is not UTF-8.");
        return failure instanceof ImportText.EndlessLine
                        || failure.getCause() == null && failure instanceof CSVException
                ? new Problem(400, "malformed-csv", "The file cannot be read as CSV.")
                : new Problem(400, "malformed-request", "The file did not arrive whole.");
    }
}
