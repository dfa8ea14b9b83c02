package polyclinic.patient.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.ShortText;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.details.Identifier;

/**
 * Identifiers that are sought, as FHIR R4 writes a search by token: {@code system|value}, {@code value} of any system, {@code system|} with
 * any value, {@code |value} without a system, which none of ours is; parted by commas where any of them will do. A backslash stands before
 * a bar, a comma, a dollar sign or a backslash that belongs to the text. As of old, further bars of an alternative are part of its value, and
 * a backslash before anything else is one.
 *
 * @param numbers system and value
 * @param values of any system
 * @param systems of which any value will do
 * @param plain what the text says where it is one identifier with all its commas and backslashes, which is how it was read before they
 *     meant anything: whoever has that one is meant alone. Null where that is no other
 */
record IdentifierTokens(
        List<Identifier> numbers,
        List<String> values,
        List<String> systems,
        @Nullable Identifier plain) {
    private static final int MAX_ALTERNATIVES = 20;
    private static final String FIELD = "identifier";
    private static final char ESCAPE = '\\';
    private static final char SEPARATOR = '|';
    private static final String ESCAPED = "|,$\\";

    /** Every system that an identifier is of, by one look into the index for each. */
    static final String SYSTEMS = """
            with recursive known(system) as (
                (select system from patient_identifier order by system limit 1)
                union all
                select (select i.system from patient_identifier i where i.system > known.system order by i.system limit 1)
                  from known where known.system is not null)
            select system from known where system is not null""";

    /** Fails with 422 for a text that seeks nothing, too much, or ends in a lone backslash. */
    static IdentifierTokens of(String text) {
        List<Identifier> numbers = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> systems = new ArrayList<>();
        List<List<String>> alternatives = alternatives(text);
        if (alternatives.size() > MAX_ALTERNATIVES)
            throw Problem.invalid(FIELD, "must have at most " + MAX_ALTERNATIVES + " alternatives");
        boolean seeks = false;
        for (List<String> parts : alternatives) {
            String value = ShortText.normal(parts.get(parts.size() - 1));
            String system = parts.size() == 1 ? null : ShortText.normal(parts.get(0));
            seeks |= value != null || system != null;
            if (value != null && system != null) numbers.add(new Identifier(system, value).normal());
            else if (system != null) systems.add(system);
            else if (value != null && parts.size() == 1) values.add(value);
        }
        if (!seeks) throw Problem.invalid(FIELD, "must be system|value, value, system| or |value");
        Identifier plain = plain(text);
        boolean isOther = plain != null && !(alternatives.size() == 1 && numbers.contains(plain));
        return new IdentifierTokens(numbers, values, systems, isOther ? plain : null);
    }

    /** Of each alternative the value, or system and value, without what was escaped. */
    private static List<List<String>> alternatives(String text) {
        List<List<String>> alternatives = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ESCAPE) {
                if (i + 1 == text.length())
                    throw Problem.invalid(FIELD, "must not end in a lone backslash: a backslash is written as two");
                boolean isEscape = ESCAPED.indexOf(text.charAt(i + 1)) >= 0;
                part.append(isEscape ? text.charAt(++i) : character);
            } else if (character == ',' || character == SEPARATOR && parts.isEmpty()) {
                parts.add(part.toString());
                part.setLength(0);
                if (character == ',') {
                    alternatives.add(parts);
                    parts = new ArrayList<>();
                }
            } else part.append(character);
        }
        parts.add(part.toString());
        alternatives.add(parts);
        return alternatives;
    }

    private static @Nullable Identifier plain(String text) {
        int bar = text.indexOf(SEPARATOR);
        String system = bar < 0 ? null : ShortText.normal(text.substring(0, bar));
        String value = bar < 0 ? null : ShortText.normal(text.substring(bar + 1));
        return system == null || value == null ? null : new Identifier(system, value).normal();
    }

    /** Whether each alternative is a number that somebody has, and none is all numbers of an issuer. */
    boolean isOfNumbers() {
        return systems.isEmpty();
    }

    /** Whether it has to be known which systems there are. */
    boolean needsKnownSystems() {
        return !values.isEmpty();
    }

    /** The same, with the values that may be of any system as that system writes them. */
    IdentifierTokens within(List<String> known) {
        List<Identifier> all = Stream.concat(numbers.stream(), known.stream().flatMap(system -> values.stream()
                        .map(value -> new Identifier(system, value).normal())))
                .distinct()
                .toList();
        return new IdentifierTokens(all, List.of(), systems, plain);
    }

    /** As part of a query over {@code patient p}, by {@code patient_identifier_unique (system, value)}. */
    String condition(Statement statement) {
        List<String> searches = new ArrayList<>();
        if (!numbers.isEmpty())
            searches.add("""
                    select i.patient_id from unnest(%s::text[], %s::text[]) as sought(system, value)
                      join patient_identifier i on i.system = sought.system and i.value = sought.value""".formatted(
                            bind(numbers.stream().map(Identifier::system), statement),
                            bind(numbers.stream().map(Identifier::value), statement)));
        if (!systems.isEmpty())
            searches.add("select i.patient_id from patient_identifier i where i.system = any(%s::text[])"
                    .formatted(bind(systems.stream(), statement)));
        if (plain != null) {
            String one = "select i.patient_id from patient_identifier i where i.system = %s and i.value = %s"
                    .formatted(statement.bind(plain.system()), statement.bind(plain.value()));
            if (!searches.isEmpty()) {
                String tokens = "select t.patient_id from (" + String.join(" union all ", searches) + ") t";
                searches.clear();
                searches.add(tokens + " where not exists (" + one + ")");
            }
            searches.add(one);
        }
        return searches.isEmpty() ? "false" : "p.id in (" + String.join(" union all ", searches) + ")";
    }

    private static String bind(Stream<String> texts, Statement statement) {
        return statement.bind(texts.toArray(String[]::new));
    }
}
