package polyclinic.clients.movein.table;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.movein.mapping.UnfitRecord;

/** The rows of a CSV file (RFC 4180) with a header, one at a time. What MySQL and PostgreSQL write for an absent value is absent. */
final class TableRows {
    private final Path file;
    private final CSVFormat format;
    private final String encoding;
    private final Set<String> nulls;

    TableRows(Path file, char delimiter, String encoding, Set<String> nulls) {
        this.file = file;
        this.encoding = encoding;
        this.nulls = nulls;
        this.format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
    }

    /**
     * Gives each row with its number, from 1 behind the header.
     *
     * @throws CheckFailed when it is no such file; what was given before stands
     */
    void forEach(BiConsumer<Long, Map<String, String>> action) {
        try (Reader text = new InputStreamReader(
                        Files.newInputStream(file),
                        Charset.forName(encoding)
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                CSVParser rows = CSVParser.parse(text, format)) {
            for (CSVRecord row : rows) action.accept(row.getRecordNumber(), values(row));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new CheckFailed(file + " is no such table in " + encoding + ": " + e.getMessage(), e);
        }
    }

    private Map<String, String> values(CSVRecord row) {
        Map<String, String> values = new HashMap<>();
        if (!row.isConsistent()) return values;
        row.toMap().forEach((column, value) -> {
            String name = column.replace("\uFEFF", "").strip();
            if (!nulls.contains(value.strip())) values.put(name, value.strip());
        });
        return values;
    }

    /** @throws UnfitRecord for a row that has not as many columns as the header */
    static void requireWhole(Map<String, String> row) {
        if (row.isEmpty()) throw new UnfitRecord("the row is empty, or has not as many columns as the header");
    }
}
