package polyclinic.commons.openapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a service's operations are called, and with which problems they answer beside those that follow from their form
 * ({@code META-INF/openapi/operations.csv}): {@code GET /path/{id};getThing;One thing;409 slug other-slug 422 slug}.
 */
final class OperationTable {
    /**
     * @param id what a method of a generated client is called
     * @param problems status → slugs
     */
    record Row(String id, String summary, Map<Integer, Set<String>> problems) {}

    private final Map<String, Row> rows = new HashMap<>();

    OperationTable() {
        for (List<String> row : rows("operations.csv", 4))
            rows.put(row.get(0), new Row(row.get(1), row.get(2), problems(row.get(3))));
    }

    /** @param operation method and path; returns null when the table does not have it */
    @Nullable
    Row of(String operation) {
        return rows.get(operation);
    }

    private static Map<Integer, Set<String>> problems(String cell) {
        Map<Integer, Set<String>> problems = new TreeMap<>();
        Set<String> slugs = Set.of();
        for (String word : cell.split(" ")) {
            if (word.matches("\\d{3}"))
                slugs = problems.computeIfAbsent(Integer.valueOf(word), status -> new TreeSet<>());
            else if (!word.isEmpty()) slugs.add(word);
        }
        return problems;
    }

    /**
     * Returns the rows of all files of the name in {@code META-INF/openapi}: cells parted by semicolons, notes after {@code #}.
     *
     * @param cells of a row; those that a line lacks are empty, and the last one keeps its semicolons
     */
    static List<List<String>> rows(String name, int cells) {
        List<List<String>> rows = new ArrayList<>();
        try {
            for (URL file : Collections.list(
                    Thread.currentThread().getContextClassLoader().getResources("META-INF/openapi/" + name)))
                read(file, cells, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static void read(URL file, int cells, List<List<String>> rows) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) continue;
                List<String> row = new ArrayList<>(List.of(line.split(";", cells)));
                while (row.size() < cells) row.add("");
                rows.add(row);
            }
        }
    }
}
