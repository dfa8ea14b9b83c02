package polyclinic.prescription.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    private static final int MAX_LINES = 200_000;
    private static final char BYTE_ORDER_MARK = '\ufeff';

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
    static ImportFile of(byte[] bytes, String contentType, ImportTarget target) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(CSV) ? csv(bytes, target) : ndjson(bytes);
    }

    private static ImportFile ndjson(byte[] bytes) {
        BufferedReader reader = new BufferedReader(text(bytes));
        int[] number = {0};
        return new ImportFile(() -> {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number[0]++;
                if (!line.isBlank()) return json(number[0], line);
            }
            return null;
        });
    }

    static ImportFile csv(byte[] bytes, ImportTarget target) {
        try {
            CSVParser parser = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreSurroundingSpaces(true)
                    .setIgnoreEmptyLines(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                    .get()
                    .parse(text(bytes));
            Iterator<CSVRecord> records = parser.iterator();
            int[] number = {1};
            return new ImportFile(() -> {
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

    private static Reader text(byte[] bytes) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(
                    new ByteArrayInputStream(bytes),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) reader.reset();
            return reader;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Problem unreadable(IOException failure) {
        return failure instanceof CharacterCodingException
                ? new Problem(400, "malformed-text", "The file is not UTF-8.")
                : new Problem(400, "malformed-csv", "The file cannot be read as CSV.");
    }
}
