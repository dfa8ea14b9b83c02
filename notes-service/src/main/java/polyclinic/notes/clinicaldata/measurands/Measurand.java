package polyclinic.notes.clinicaldata.measurands;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.mongodb.client.model.Filters;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Ucum;

/**
 * What a number is the amount of, such as potassium, as an object around it says: by {@code name} and {@code code}, as the laboratory's
 * results do. The code is a text or, as in imported observations, FHIR's CodeableConcept ({@code {text, coding: [{system, code,
 * display}]}}) or Coding. An object that holds several numbers, such as a blood count, may name the whole of them.
 *
 * @param code the first of its codes, for example {@code 2823-3}; null where the data have none
 * @param name as people read it; null where the data have none
 * @param words all its codes and names
 */
public record Measurand(
        @Nullable String code,
        @Nullable String name,
        @JsonIgnore Set<String> words) {
    private static final String NAME = "name";
    private static final String CODE = "code";
    private static final String TEXT = "text";
    private static final String CODING = "coding";
    private static final String DISPLAY = "display";

    /** What the nearest object says that says something; null when none does. */
    public static @Nullable Measurand of(Iterable<Document> outwards) {
        for (Document around : outwards) {
            Measurand said = of(around);
            if (said != null) return said;
        }
        return null;
    }

    /** Finds documents in which the object at that place, for example {@code data}, may say this word of what it measured. */
    public static Bson said(String place, String word) {
        return Filters.or(Stream.of(
                        NAME,
                        CODE,
                        CODE + "." + TEXT,
                        CODE + "." + CODE,
                        CODE + "." + DISPLAY,
                        CODE + "." + CODING + "." + CODE,
                        CODE + "." + CODING + "." + DISPLAY)
                .map(key -> Filters.eq(place + "." + key, word))
                .toList());
    }

    private static @Nullable Measurand of(Document around) {
        Set<String> codes = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        add(names, around.get(NAME));
        if (around.get(CODE) instanceof Document concept) {
            add(names, concept.get(TEXT));
            for (Document coding : codings(concept)) {
                add(codes, coding.get(CODE));
                add(names, coding.get(DISPLAY));
            }
        } else if (!isCodeOfUnit(around)) {
            add(codes, around.get(CODE));
        }
        if (codes.isEmpty() && names.isEmpty()) return null;
        Set<String> words = new LinkedHashSet<>(codes);
        words.addAll(names);
        return new Measurand(first(codes), first(names), words);
    }

    private static List<Document> codings(Document concept) {
        if (!(concept.get(CODING) instanceof List<?> codings)) return List.of(concept);
        return codings.stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .toList();
    }

    /** FHIR's Quantity has its unit's code where a result has that of its test. */
    private static boolean isCodeOfUnit(Document around) {
        Object code = around.get(CODE);
        return code != null && (code.equals(around.get("unit")) || Ucum.SYSTEM.equals(around.get("system")));
    }

    private static void add(Set<String> words, @Nullable Object word) {
        if (word instanceof String text && !text.isBlank()) words.add(text);
    }

    private static @Nullable String first(Set<String> words) {
        return words.isEmpty() ? null : words.iterator().next();
    }
}
