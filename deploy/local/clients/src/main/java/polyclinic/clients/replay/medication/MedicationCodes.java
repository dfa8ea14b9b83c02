package polyclinic.clients.replay.medication;

import java.util.Objects;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirElements;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportPlan;

/** Finds the medication of a resource: {@code medication[x]} is a code, or a reference to a Medication of the file or inside it. */
public final class MedicationCodes {
    private final BundleReferences references;
    private final ImportPlan plan;

    public MedicationCodes(BundleReferences references, ImportPlan plan) {
        this.references = references;
        this.plan = plan;
    }

    /** Returns a concept that is not empty; null when the medication is not named. */
    public @Nullable CodeableConcept of(@Nullable Type medication) {
        if (medication instanceof CodeableConcept concept) return FhirValues.words(concept) == null ? null : concept;
        if (!(medication instanceof Reference reference)) return null;
        if (references.resolve(reference) instanceof Medication named) {
            if (named.getStatus() == Medication.MedicationStatus.ENTEREDINERROR || FhirElements.modifier(named) != null)
                return null;
            if (FhirValues.words(named.getCode()) != null) {
                plan.note("medication as a reference to a Medication of the file: its code is written into the entry");
                return named.getCode();
            }
            CodeableConcept ingredients = ingredients(named);
            if (ingredients != null) return ingredients;
        }
        return reference.hasDisplay() ? new CodeableConcept().setText(reference.getDisplay()) : null;
    }

    /** What is mixed for one patient has no code of its own, but names what is in it. */
    private @Nullable CodeableConcept ingredients(Medication mixture) {
        String names = mixture.getIngredient().stream()
                .map(ingredient -> ingredient.getItem() instanceof CodeableConcept item
                        ? FhirValues.words(item)
                        : FhirValues.display(ingredient.getItem() instanceof Reference reference ? reference : null))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" + "));
        if (names.isEmpty()) return null;
        plan.note("medication without a name: named by its ingredients");
        return new CodeableConcept().setText(names);
    }
}
