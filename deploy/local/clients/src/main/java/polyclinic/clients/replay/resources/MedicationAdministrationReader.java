package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.MedicationAdministration;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.MedicationCodes;

/** MedicationAdministration → clinical data of type {@code medication_administration}. */
final class MedicationAdministrationReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    MedicationAdministrationReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    void read(MedicationAdministration administration) {
        CodeableConcept medication = medications.of(administration.getMedication());
        if (medication == null) {
            plan.skip(administration, "does not say of what");
            return;
        }
        MedicationAdministration.MedicationAdministrationDosageComponent dosage = administration.getDosage();
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "effective", FhirValues.value(administration.getEffective()),
                "dose", FhirValues.quantity(dosage.getDose()),
                "route", FhirValues.concept(dosage.getRoute()),
                "reason", references.reasons(administration.getReasonCode(), administration.getReasonReference()));
        ObjectNode metadata = JsonNodes.object(
                "status",
                administration.hasStatus() ? administration.getStatus().toCode() : null,
                "encounter",
                references.name(administration.getContext()));
        FhirDateTime when = FhirDateTime.of(administration.getEffective());
        plan.clinicalData(administration, "medication_administration", when, data, metadata);
    }
}
