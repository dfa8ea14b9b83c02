package polyclinic.clients.replay.medication;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** MedicationStatement → clinical data of type {@code medication_statement}: somebody says what the patient takes; nobody orders it. */
public final class MedicationStatementReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    public MedicationStatementReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    public void read(MedicationStatement statement) {
        CodeableConcept medication = medications.of(statement.getMedication());
        String reason = reasonToSkip(statement, medication);
        if (reason != null) {
            plan.skip(statement, reason);
            return;
        }
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "effective", FhirValues.value(statement.getEffective()),
                "dosage", dosages(statement),
                "reason", references.reasons(statement.getReasonCode(), statement.getReasonReference()),
                "note", FhirValues.notes(statement.getNote()));
        ObjectNode metadata = JsonNodes.object(
                "status", statement.hasStatus() ? statement.getStatus().toCode() : null,
                "statusReason", FhirValues.concepts(statement.getStatusReason()),
                "asserted", statement.getDateAssertedElement().getValueAsString(),
                "informationSource", FhirValues.display(statement.getInformationSource()));
        FhirDateTime when = FhirDateTime.of(statement.getEffective());
        if (when == null) when = FhirDateTime.of(statement.getDateAssertedElement());
        plan.statement(statement, "medication_statement", when, data, metadata);
    }

    private static @Nullable String reasonToSkip(MedicationStatement statement, @Nullable CodeableConcept medication) {
        String status = statement.hasStatus() ? statement.getStatus().toCode() : "";
        if (status.equals("entered-in-error")) return "entered in error";
        if (Set.of("not-taken", "intended").contains(status)) return "says that it is not taken, or not yet";
        if (medication == null) return "does not say of what";
        Negation negation = Negation.of(medication);
        return negation == Negation.NONE ? null : negation.reason();
    }

    private static @Nullable ArrayNode dosages(MedicationStatement statement) {
        if (!statement.hasDosage()) return null;
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Dosage dosage : statement.getDosage()) list.add(MedicationRequestReader.dosage(dosage));
        return list;
    }
}
