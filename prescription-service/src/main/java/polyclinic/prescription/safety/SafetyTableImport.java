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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
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

    /** Answers whether the row is new; nothing when it is there already as it is. */
    private static final String PUT_SUBSTANCE = """
            insert into drug_substance as known (name, atc, source) values (:name, :atc, :source)
            on conflict (name, atc) do update set source = excluded.source where known.source <> excluded.source
            returning (xmax = 0) as is_new""";

    private static final String PUT_INTERACTION = """
            insert into drug_interaction as known (first, second, severity, mechanism, source)
            values (:first, :second, :severity, :mechanism, :source)
            on conflict (first, second) do update
               set severity = excluded.severity, mechanism = excluded.mechanism, source = excluded.source
             where (known.severity, known.mechanism, known.source)
                   <> (excluded.severity, excluded.mechanism, excluded.source)
            returning (xmax = 0) as is_new""";

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

    @Override
    public Run begin() {
        return portion -> Panache.getSession().chain(session -> {
            List<LineOutcome> outcomes = new ArrayList<>();
            Uni<Void> all = Uni.createFrom().voidItem();
            for (ImportLine line : portion)
                all = all.chain(() -> take(session, line)).invoke(outcomes::add).replaceWithVoid();
            return all.map(done -> outcomes);
        });
    }

    private Uni<LineOutcome> take(Mutiny.Session session, ImportLine line) {
        ObjectNode fields = line.fields();
        if (fields == null) return refused(line, Objects.requireNonNullElse(line.error(), "unreadable"));
        try {
            if (fields.has("substance"))
                return putSubstance(session, line, Json.MAPPER.treeToValue(fields, SubstanceLine.class));
            return putInteraction(session, line, Json.MAPPER.treeToValue(fields, InteractionLine.class));
        } catch (JsonProcessingException e) {
            return refused(line, "unknown-or-wrong-field");
        }
    }

    private Uni<LineOutcome> putSubstance(Mutiny.Session session, ImportLine line, SubstanceLine read) {
        if (!validator.validate(read).isEmpty()) return refused(line, "invalid");
        String name = SafetyCheck.substance(vocabulary, read.substance());
        if (name.isEmpty()) return refused(line, "no-substance");
        if (!ATC.matcher(read.atc()).matches()) return refused(line, "invalid-atc");
        return put(
                line,
                session.createNativeQuery(PUT_SUBSTANCE, Object.class)
                        .setParameter("name", name)
                        .setParameter("atc", read.atc())
                        .setParameter("source", read.source()));
    }

    private Uni<LineOutcome> putInteraction(Mutiny.Session session, ImportLine line, InteractionLine read) {
        if (!validator.validate(read).isEmpty()) return refused(line, "invalid");
        String one = key(read.first());
        String other = key(read.second());
        if (one == null || other == null) return refused(line, "no-substance-or-class");
        boolean inOrder = one.compareTo(other) <= 0;
        return put(
                line,
                session.createNativeQuery(PUT_INTERACTION, Object.class)
                        .setParameter("first", inOrder ? one : other)
                        .setParameter("second", inOrder ? other : one)
                        .setParameter("severity", read.severity().name())
                        .setParameter("mechanism", read.mechanism())
                        .setParameter("source", read.source()));
    }

    private static Uni<LineOutcome> put(ImportLine line, Mutiny.SelectionQuery<Object> statement) {
        return statement.getResultList().map(rows -> {
            LineOutcome.Kind outcome = rows.isEmpty()
                    ? LineOutcome.Kind.UNCHANGED
                    : Boolean.TRUE.equals(rows.get(0)) ? LineOutcome.Kind.CREATED : LineOutcome.Kind.UPDATED;
            return new LineOutcome(line.number(), outcome, null);
        });
    }

    /** A substance as the checks spell it, or a class; null when it is neither. */
    private @Nullable String key(String text) {
        if (text.startsWith(CLASS))
            return ATC.matcher(text.substring(CLASS.length())).matches() ? text : null;
        String name = SafetyCheck.substance(vocabulary, text);
        return name.isEmpty() ? null : name;
    }

    private static Uni<LineOutcome> refused(ImportLine line, String reason) {
        return Uni.createFrom().item(LineOutcome.refused(line.number(), reason));
    }
}
