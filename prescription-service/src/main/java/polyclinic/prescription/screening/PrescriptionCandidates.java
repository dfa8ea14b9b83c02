package polyclinic.prescription.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.formulary.Medication;
import polyclinic.prescription.formulary.Medications;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionItem;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.AllergyCheck.Code;

/**
 * The items of a prescription as the checks take them: with the codes and ingredients that the formulary knows, and with those of the
 * substitutes that the patient was given.
 */
@ApplicationScoped
public class PrescriptionCandidates {
    private static final String SUBSTITUTES = """
            select item_id, name, medication_id from medicine_given
             where prescription_id = :prescription and substituted order by item_id, name limit 500""";

    private final Medications medications;

    PrescriptionCandidates(Medications medications) {
        this.medications = medications;
    }

    private record Substitute(
            UUID itemId, String name, @Nullable UUID medicationId) {}

    /** Needs an open session. */
    public Uni<List<Candidate>> of(Prescription prescription) {
        return substitutes(prescription.id()).chain(substitutes -> {
            List<UUID> named = Stream.concat(
                            prescription.items().stream().map(PrescriptionItem::medicationId),
                            substitutes.stream().map(Substitute::medicationId))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            return medications.byId(named).map(known -> prescription.items().stream()
                    .map(item -> candidate(item, of(item, substitutes), known))
                    .toList());
        });
    }

    private static Uni<List<Substitute>> substitutes(UUID prescriptionId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SUBSTITUTES, Object[].class)
                        .setParameter("prescription", prescriptionId)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Substitute((UUID) row[0], (String) row[1], (UUID) row[2]))
                        .toList());
    }

    private static List<Substitute> of(PrescriptionItem item, List<Substitute> substitutes) {
        return substitutes.stream()
                .filter(given -> given.itemId().equals(item.id()))
                .toList();
    }

    private static Candidate candidate(PrescriptionItem item, List<Substitute> given, Map<UUID, Medication> known) {
        @Nullable Medication medication = known(item.medicationId(), known);
        var written = item.medication();
        List<Code> codes = new ArrayList<>();
        if (written.code() != null && written.system() != null) codes.add(new Code(written.system(), written.code()));
        codes.addAll(codes(medication));
        List<String> ingredients = medication == null ? List.of() : medication.ingredients();
        if (given.isEmpty()) return new Candidate(item.id(), codes, written.name(), ingredients);
        Set<String> all = new LinkedHashSet<>(orName(ingredients, written.name()));
        for (Substitute substitute : given) {
            @Nullable Medication instead = known(substitute.medicationId(), known);
            codes.addAll(codes(instead));
            all.addAll(orName(instead == null ? List.of() : instead.ingredients(), substitute.name()));
        }
        return new Candidate(item.id(), codes, written.name(), List.copyOf(all));
    }

    private static @Nullable Medication known(@Nullable UUID id, Map<UUID, Medication> known) {
        return id == null ? null : known.get(id);
    }

    private static List<Code> codes(@Nullable Medication medication) {
        return medication == null
                ? List.of()
                : medication.codes().stream()
                        .map(code -> new Code(code.system(), code.code()))
                        .toList();
    }

    private static List<String> orName(List<String> ingredients, String name) {
        return ingredients.isEmpty() ? List.of(name) : ingredients;
    }
}
