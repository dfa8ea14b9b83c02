package polyclinic.clients.replay.medication;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * MedicationDispense → clinical data of type {@code medication_dispense}. A pharmacy's record has what it handed out and not always what
 * was ordered.
 */
public final class MedicationDispenseReader {
    private static final Set<String> NOT_HANDED_OUT = Set.of("cancelled", "declined");
    /** Ready or held back, unless a part of it has been handed over. */
    private static final Set<String> ON_ITS_WAY = Set.of("preparation", "in-progress", "on-hold");

    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    public MedicationDispenseReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    public void read(MedicationDispense dispense) {
        CodeableConcept medication = medications.of(dispense.getMedication());
        String reason = reasonToSkip(dispense, medication);
        if (reason != null) {
            plan.skip(dispense, reason);
            return;
        }
        ArrayNode orders = JsonNodes.MAPPER.createArrayNode();
        dispense.getAuthorizingPrescription().forEach(order -> {
            String name = references.name(order);
            if (name != null) orders.add(name);
        });
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "quantity", FhirValues.quantity(dispense.getQuantity()),
                "daysSupply", FhirValues.quantity(dispense.getDaysSupply()),
                "dosage", dosages(dispense),
                "order", orders.isEmpty() ? null : orders,
                "note", FhirValues.notes(dispense.getNote()));
        ObjectNode metadata = JsonNodes.object(
                "status", dispense.hasStatus() ? dispense.getStatus().toCode() : null,
                "prepared", dispense.getWhenPreparedElement().getValueAsString(),
                "encounter", references.name(dispense.getContext()));
        FhirDateTime when = FhirDateTime.of(dispense.getWhenHandedOverElement());
        if (when == null) when = FhirDateTime.of(dispense.getWhenPreparedElement());
        plan.clinicalData(dispense, "medication_dispense", when, data, metadata);
    }

    private static @Nullable String reasonToSkip(MedicationDispense dispense, @Nullable CodeableConcept medication) {
        String status = dispense.hasStatus() ? dispense.getStatus().toCode() : "";
        if (status.equals("entered-in-error")) return "entered in error";
        if (NOT_HANDED_OUT.contains(status) || ON_ITS_WAY.contains(status) && !dispense.hasWhenHandedOver())
            return "not handed out";
        if (medication == null) return "does not say of what";
        Negation negation = Negation.of(medication);
        return negation == Negation.NONE ? null : negation.reason();
    }

    private static @Nullable ArrayNode dosages(MedicationDispense dispense) {
        if (!dispense.hasDosageInstruction()) return null;
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Dosage dosage : dispense.getDosageInstruction()) list.add(MedicationRequestReader.dosage(dosage));
        return list;
    }
}
