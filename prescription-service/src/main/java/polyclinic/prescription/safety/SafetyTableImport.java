package polyclinic.prescription.safety;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.json.Json;
import polyclinic.commons.json.SingleLine;
import polyclinic.prescription.imports.ImportLine;
import polyclinic.prescription.imports.ImportTarget;
import polyclinic.prescription.imports.LineOutcome;
import polyclinic.prescription.safety.SafetyTables.Severity;

/**
 * Imports of what the checks know. A line is either a substance with a code, or an interaction of two substances or classes; the same
 * substance and code, or the same pair, replace what is there.
 */
@ApplicationScoped
class SafetyTableImport implements ImportTarget {
    private static final String CLASS = "atc:";
    private static final Pattern ATC = Pattern.compile("[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?");

    /** Answers the rows that are new or changed, and which of them are new; a row that is there as it is is left out. */
    private static final String PUT_SUBSTANCES = """
            insert into drug_substance as known (name, atc, source)
            select * from unnest(cast(:names as text[]), cast(:codes as text[]), cast(:sources as text[]))
            on conflict (name, atc) do update set source = excluded.source where known.source <> excluded.source
            returning known.name, known.atc, (xmax = 0) as is_new""";

    private static final String PUT_INTERACTIONS = """
            insert into drug_interaction as known (first, second, severity, mechanism, source)
            select * from unnest(cast(:firsts as text[]), cast(:seconds as text[]), cast(:severities as text[]),
                                 cast(:mechanisms as text[]), cast(:sources as text[]))
            on conflict (first, second) do update
               set severity = excluded.severity, mechanism = excluded.mechanism, source = excluded.source
             where (known.severity, known.mechanism, known.source)
                   <> (excluded.severity, excluded.mechanism, excluded.source)
            returning known.first, known.second, (xmax = 0) as is_new""";

    private final DrugClasses vocabulary = DrugClasses.load();
    private final Validator validator;

    SafetyTableImport(Validator validator) {
        this.validator = validator;
    }

    record SubstanceLine(
            @NotBlank @SingleLine @Size(max = 200) String substance,
            @NotBlank @Size(max = 7) String atc,
            @NotBlank @SingleLine @Size(max = 200) String source) {}

    record InteractionLine(
            @NotBlank @SingleLine @Size(max = 200) String first,
            @NotBlank @SingleLine @Size(max = 200) String second,
            @NotNull Severity severity,
            @NotBlank @SingleLine @Size(max = 1000) String mechanism,
            @NotBlank @SingleLine @Size(max = 200) String source) {}

    @Override
    public String kind() {
        return "interactions";
    }

    @Override
    public ObjectNode fields(Map<String, String> row) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        row.forEach(fields::put);
        return fields;
    }

    /** A line as a row of its table. @param key what the row is found by */
    private sealed interface TableRow {
        int number();

        List<String> key();
    }

    private record SubstanceRow(int number, String name, String atc, String source) implements TableRow {
        @Override
        public List<String> key() {
            return List.of(name, atc);
        }
    }

    private record InteractionRow(int number, String first, String second, InteractionLine line) implements TableRow {
        @Override
        public List<String> key() {
            return List.of(first, second);
        }
    }

    @Override
    public Run begin(UUID importId) {
        return portion -> Panache.getSession().chain(session -> {
            Map<Integer, LineOutcome> outcomes = new TreeMap<>();
            List<TableRow> rows = new ArrayList<>();
            for (ImportLine line : portion) {
                try {
                    rows.add(read(line));
                } catch (RefusedLine refused) {
                    outcomes.put(line.number(), LineOutcome.refused(line.number(), refused.reason));
                }
            }
            return putAll(session, rows, outcomes).map(done -> List.copyOf(outcomes.values()));
        });
    }

    /** One statement cannot write a row twice: of lines with the same key the later ones have their turn after the earlier ones. */
    private static Uni<Void> putAll(Mutiny.Session session, List<TableRow> rows, Map<Integer, LineOutcome> outcomes) {
        AtomicReference<List<TableRow>> left = new AtomicReference<>(rows);
        return AsyncLoop.whileMore(() -> put(session, Objects.requireNonNull(left.get()), outcomes)
                .invoke(left::set)
                .map(later -> !later.isEmpty()));
    }

    /** Returns those that have their turn later. */
    private static Uni<List<TableRow>> put(
            Mutiny.Session session, List<TableRow> rows, Map<Integer, LineOutcome> outcomes) {
        Map<List<String>, SubstanceRow> substances = new LinkedHashMap<>();
        Map<List<String>, InteractionRow> interactions = new LinkedHashMap<>();
        List<TableRow> later = new ArrayList<>();
        for (TableRow row : rows) {
            boolean isFirst = row instanceof SubstanceRow substance
                    ? substances.putIfAbsent(row.key(), substance) == null
                    : interactions.putIfAbsent(row.key(), (InteractionRow) row) == null;
            if (!isFirst) later.add(row);
        }
        return putSubstances(session, List.copyOf(substances.values()))
                .invoke(changed -> report(substances.values(), changed, outcomes))
                .chain(() -> putInteractions(session, List.copyOf(interactions.values())))
                .invoke(changed -> report(interactions.values(), changed, outcomes))
                .replaceWith(later);
    }

    private static Uni<Map<List<String>, Boolean>> putSubstances(Mutiny.Session session, List<SubstanceRow> rows) {
        if (rows.isEmpty()) return Uni.createFrom().item(Map.of());
        return changed(session.createNativeQuery(PUT_SUBSTANCES, Object[].class)
                .setParameter("names", column(rows, SubstanceRow::name))
                .setParameter("codes", column(rows, SubstanceRow::atc))
                .setParameter("sources", column(rows, SubstanceRow::source)));
    }

    private static Uni<Map<List<String>, Boolean>> putInteractions(Mutiny.Session session, List<InteractionRow> rows) {
        if (rows.isEmpty()) return Uni.createFrom().item(Map.of());
        return changed(session.createNativeQuery(PUT_INTERACTIONS, Object[].class)
                .setParameter("firsts", column(rows, InteractionRow::first))
                .setParameter("seconds", column(rows, InteractionRow::second))
                .setParameter(
                        "severities", column(rows, row -> row.line().severity().name()))
                .setParameter("mechanisms", column(rows, row -> row.line().mechanism()))
                .setParameter("sources", column(rows, row -> row.line().source())));
    }

    /** By key, whether the row is new. */
    private static Uni<Map<List<String>, Boolean>> changed(Mutiny.SelectionQuery<Object[]> statement) {
        return statement.getResultList().map(rows -> {
            Map<List<String>, Boolean> changed = new HashMap<>();
            for (Object[] row : rows)
                changed.put(List.of((String) row[0], (String) row[1]), Boolean.TRUE.equals(row[2]));
            return changed;
        });
    }

    private static void report(
            Collection<? extends TableRow> rows,
            Map<List<String>, Boolean> changed,
            Map<Integer, LineOutcome> outcomes) {
        for (TableRow row : rows) {
            Boolean isNew = changed.get(row.key());
            LineOutcome.Kind kind = isNew == null
                    ? LineOutcome.Kind.UNCHANGED
                    : isNew ? LineOutcome.Kind.CREATED : LineOutcome.Kind.UPDATED;
            outcomes.put(row.number(), new LineOutcome(row.number(), kind, null));
        }
    }

    private static <R> String[] column(List<R> rows, Function<R, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private TableRow read(ImportLine line) throws RefusedLine {
        ObjectNode fields = line.fields();
        if (fields == null) throw new RefusedLine(Objects.requireNonNullElse(line.error(), "unreadable"));
        try {
            return fields.has("substance")
                    ? substance(line, Json.MAPPER.treeToValue(fields, SubstanceLine.class))
                    : interaction(line, Json.MAPPER.treeToValue(fields, InteractionLine.class));
        } catch (JsonProcessingException e) {
            throw new RefusedLine("unknown-or-wrong-field");
        }
    }

    private TableRow substance(ImportLine line, SubstanceLine read) throws RefusedLine {
        if (!validator.validate(read).isEmpty()) throw new RefusedLine("invalid");
        String name = SafetyCheck.substance(vocabulary, read.substance());
        if (name.isEmpty()) throw new RefusedLine("no-substance");
        if (!ATC.matcher(read.atc()).matches()) throw new RefusedLine("invalid-atc");
        return new SubstanceRow(line.number(), name, read.atc(), read.source());
    }

    private TableRow interaction(ImportLine line, InteractionLine read) throws RefusedLine {
        if (!validator.validate(read).isEmpty()) throw new RefusedLine("invalid");
        String one = key(read.first());
        String other = key(read.second());
        if (one == null || other == null) throw new RefusedLine("no-substance-or-class");
        boolean inOrder = one.compareTo(other) <= 0;
        return new InteractionRow(line.number(), inOrder ? one : other, inOrder ? other : one, read);
    }

    /** A substance as the checks spell it, or a class; null when it is neither. */
    private @Nullable String key(String text) {
        if (text.startsWith(CLASS))
            return ATC.matcher(text.substring(CLASS.length())).matches() ? text : null;
        String name = SafetyCheck.substance(vocabulary, text);
        return name.isEmpty() ? null : name;
    }

    private static final class RefusedLine extends Exception {
        private final String reason;

        RefusedLine(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
