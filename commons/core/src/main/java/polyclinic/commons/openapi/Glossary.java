package polyclinic.commons.openapi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the words of the API mean, the same in all services ({@code META-INF/openapi/words.csv}): a member's name, {@code Type.name}
 * where it means something else, {@code Type} for the object itself, {@code ?name} for a parameter.
 */
final class Glossary {
    /** @param example JSON, or a text; null where there is none */
    record Word(String description, @Nullable String example) {}

    private final Map<String, Word> words = new HashMap<>();

    Glossary() {
        OperationTable.rows("words.csv", 3)
                .forEach(row ->
                        words.put(row.get(0), new Word(row.get(1), row.get(2).isEmpty() ? null : row.get(2))));
    }

    @Nullable
    Word of(String name) {
        return words.get(name);
    }

    @Nullable
    Word member(String type, String name) {
        Word own = words.get(type + "." + name);
        return own == null ? words.get(name) : own;
    }
}
