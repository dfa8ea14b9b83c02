package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.MedicationCodes;

/** MedicationRequest → a history entry of type {@code prescription}. */
final class MedicationRequestReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    MedicationRequestReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    void read(MedicationRequest request) {
        if (request.getStatus() == MedicationRequest.MedicationRequestStatus.ENTEREDINERROR) {
            plan.skip(request, "entered in error");
            return;
        }
        CodeableConcept medication = medications.of(request.getMedication());
        if (medication == null) {
            plan.skip(request, "does not say of what");
            return;
        }
        ObjectNode content = JsonNodes.object(
                "title", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "status", request.hasStatus() ? request.getStatus().toCode() : null,
                "intent", request.hasIntent() ? request.getIntent().toCode() : null,
                "dosage", dosages(request.getDosageInstruction()),
                "reason", references.reasons(request.getReasonCode(), request.getReasonReference()),
                "prescriber", FhirValues.display(request.getRequester()),
                "authoredOn", request.getAuthoredOnElement().getValueAsString(),
                "encounter", references.name(request.getEncounter()),
                "note", FhirValues.notes(request.getNote()));
        plan.history(request, "prescription", FhirDateTime.of(request.getAuthoredOnElement()), content);
    }

    private @Nullable ArrayNode dosages(List<Dosage> dosages) {
        if (dosages.isEmpty()) {
            plan.note("prescription without a dosage: stored without");
            return null;
        }
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        dosages.forEach(dosage -> list.add(dosage(dosage)));
        return list;
    }

    private static JsonNode dosage(Dosage dosage) {
        return JsonNodes.object(
                "text", FhirValues.cleanOrNull(dosage.getText()),
                "asNeeded", FhirValues.value(dosage.getAsNeeded()),
                "timing", timing(dosage.getTiming()),
                "route", FhirValues.concept(dosage.getRoute()),
                "dose",
                        dosage.hasDoseAndRate()
                                ? FhirValues.value(
                                        dosage.getDoseAndRateFirstRep().getDose())
                                : null,
                "additionalInstruction", FhirValues.concepts(dosage.getAdditionalInstruction()),
                "patientInstruction", FhirValues.cleanOrNull(dosage.getPatientInstruction()));
    }

    private static @Nullable ObjectNode timing(@Nullable Timing timing) {
        if (timing == null || !timing.hasRepeat()) return null;
        Timing.TimingRepeatComponent repeat = timing.getRepeat();
        return JsonNodes.object(
                "frequency",
                repeat.hasFrequency() ? repeat.getFrequency() : null,
                "period",
                repeat.getPeriod(),
                "periodUnit",
                repeat.hasPeriodUnit() ? repeat.getPeriodUnit().toCode() : null,
                "bounds",
                FhirValues.value(repeat.getBounds()));
    }
}
