package polyclinic.prescription.formulary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.json.Json;
import polyclinic.prescription.imports.ImportLine;
import polyclinic.prescription.imports.ImportTarget;
import polyclinic.prescription.imports.LineOutcome;

/**
 * Imports of the formulary. A medicine is found by name, form and strength; its codes are added to those it has, its ingredients
 * replaced. Two lines of one file that name different ingredients for the same medicine contradict each other: the second is refused.
 */
@ApplicationScoped
class MedicationImport implements ImportTarget {
    /** So many rows are sent at once. */
    private static final int BATCH = 100;

    private final Medications medications;
    private final Validator validator;
    private final Clock clock;

    MedicationImport(Medications medications, Validator validator, Clock clock) {
        this.medications = medications;
        this.validator = validator;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "medications";
    }

    /** One code a row; ingredients are parted by semicolons. */
    @Override
    public ObjectNode fields(Map<String, String> row) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        Map<String, String> rest = new LinkedHashMap<>(row);
        String code = rest.remove("code");
        String system = rest.remove("system");
        String ingredients = rest.remove("ingredients");
        if (code != null || system != null) {
            ObjectNode both = fields.putArray("codes").addObject();
            if (system != null) both.put("system", system);
            if (code != null) both.put("code", code);
        }
        if (ingredients != null)
            Arrays.stream(ingredients.split(";"))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(fields.withArray("ingredients")::add);
        rest.forEach(fields::put);
        return fields;
    }

    @Override
    public Run begin(UUID importId) {
        return portion -> take(portion, importId);
    }

    private Uni<List<LineOutcome>> take(List<ImportLine> portion, UUID importId) {
        Map<ImportLine, RegisterMedication> readable = new LinkedHashMap<>();
        Map<ImportLine, LineOutcome> outcomes = new LinkedHashMap<>();
        for (ImportLine line : portion) {
            try {
                RegisterMedication read = read(line);
                readable.put(line, read);
                outcomes.put(line, new LineOutcome(line.number(), LineOutcome.Kind.UNCHANGED, null));
            } catch (RefusedLine refused) {
                outcomes.put(line, LineOutcome.refused(line.number(), refused.reason));
            }
        }
        List<String> identities = readable.values().stream()
                .map(MedicationImport::identity)
                .distinct()
                .toList();
        return medications
                .list("identity in ?1", identities)
                .map(found -> found.stream().collect(Collectors.toMap(Medication::identity, Function.identity())))
                .chain(known -> {
                    List<Medication> created = new ArrayList<>();
                    readable.forEach(
                            (line, read) -> outcomes.put(line, take(line, read, new Known(known, created, importId))));
                    return created.isEmpty() ? Uni.createFrom().voidItem() : medications.persist(created);
                })
                .chain(() -> Panache.getSession())
                .invoke(session -> session.setBatchSize(BATCH))
                .call(session -> session.flush())
                .invoke(session -> session.clear())
                .map(done -> List.copyOf(outcomes.values()));
    }

    /** What this line meets: medicines by identity, and those that the portion adds. */
    private record Known(Map<String, Medication> medicines, List<Medication> created, UUID importId) {}

    private LineOutcome take(ImportLine line, RegisterMedication read, Known known) {
        Instant now = clock.instant();
        String identity = identity(read);
        Medication medication = known.medicines().get(identity);
        if (medication != null) {
            if (medication.contradicts(read, known.importId()))
                return LineOutcome.refused(line.number(), "contradicts-earlier-line");
            return new LineOutcome(
                    line.number(),
                    medication.merge(read, known.importId(), now)
                            ? LineOutcome.Kind.UPDATED
                            : LineOutcome.Kind.UNCHANGED,
                    null);
        }
        Medication added = Medication.imported(read, known.importId(), now);
        known.medicines().put(identity, added);
        known.created().add(added);
        return new LineOutcome(line.number(), LineOutcome.Kind.CREATED, null);
    }

    private RegisterMedication read(ImportLine line) throws RefusedLine {
        if (line.fields() == null) throw new RefusedLine(Objects.requireNonNullElse(line.error(), "unreadable"));
        try {
            RegisterMedication read = Json.MAPPER.treeToValue(line.fields(), RegisterMedication.class);
            var violations = validator.validate(read);
            if (!violations.isEmpty())
                throw new RefusedLine("invalid: "
                        + violations.stream()
                                .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                                .sorted()
                                .collect(Collectors.joining("; ")));
            if (MedicationText.words(read.name()).isEmpty()) throw new RefusedLine("invalid: name");
            return read;
        } catch (JsonProcessingException e) {
            throw new RefusedLine("unknown-or-wrong-field");
        }
    }

    private static String identity(RegisterMedication read) {
        return MedicationText.identity(read.name(), read.form(), read.strength());
    }

    private static final class RefusedLine extends Exception {
        private final String reason;

        RefusedLine(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
