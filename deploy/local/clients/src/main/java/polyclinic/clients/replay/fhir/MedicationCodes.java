package polyclinic.clients.replay.fhir;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.replay.plan.ImportPlan;

/** Finds the medication of a resource: {@code medication[x]} is a code, or a reference to a Medication of the bundle. */
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
        if (references.resolve(reference) instanceof Medication named && FhirValues.words(named.getCode()) != null) {
            plan.note("medication as a reference to a Medication of the file: its code is written into the entry");
            return named.getCode();
        }
        return reference.hasDisplay() ? new CodeableConcept().setText(reference.getDisplay()) : null;
    }
}
