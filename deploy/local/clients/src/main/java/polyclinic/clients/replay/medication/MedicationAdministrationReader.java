package polyclinic.clients.replay.medication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.MedicationAdministration;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** MedicationAdministration → clinical data of type {@code medication_administration}. */
public final class MedicationAdministrationReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    public MedicationAdministrationReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    public void read(MedicationAdministration administration) {
        CodeableConcept medication = medications.of(administration.getMedication());
        String status = administration.hasStatus() ? administration.getStatus().toCode() : "";
        String reason = null;
        if (Set.of("not-done", "entered-in-error").contains(status)) reason = "not done or entered in error";
        else if (medication == null) reason = "does not say of what";
        else if (Negation.of(medication) != Negation.NONE)
            reason = Negation.of(medication).reason();
        if (reason != null) {
            plan.skip(administration, reason);
            return;
        }
        MedicationAdministration.MedicationAdministrationDosageComponent dosage = administration.getDosage();
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "effective", FhirValues.value(administration.getEffective()),
                "dose", FhirValues.quantity(dosage.getDose()),
                "rate", FhirValues.value(dosage.getRate()),
                "site", FhirValues.concept(dosage.getSite()),
                "route", FhirValues.concept(dosage.getRoute()),
                "method", FhirValues.concept(dosage.getMethod()),
                "instruction", FhirValues.cleanOrNull(dosage.getText()),
                "reason", references.reasons(administration.getReasonCode(), administration.getReasonReference()),
                "note", FhirValues.notes(administration.getNote()));
        ObjectNode metadata = JsonNodes.object(
                "status",
                administration.hasStatus() ? administration.getStatus().toCode() : null,
                "encounter",
                references.name(administration.getContext()));
        FhirDateTime when = FhirDateTime.of(administration.getEffective());
        plan.clinicalData(administration, "medication_administration", when, data, metadata);
    }
}
