package polyclinic.clients.replay.medication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestDispenseRequestComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** MedicationRequest → a history entry of type {@code prescription}. */
public final class MedicationRequestReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final MedicationCodes medications;

    public MedicationRequestReader(PlanWriter plan, BundleReferences references, MedicationCodes medications) {
        this.plan = plan;
        this.references = references;
        this.medications = medications;
    }

    public void read(MedicationRequest request) {
        CodeableConcept medication = medications.of(request.getMedication());
        String reason = reasonToSkip(request, medication);
        if (reason != null) {
            plan.skip(request, reason);
            return;
        }
        if (request.getReported() instanceof BooleanType flag && flag.hasValue() && flag.booleanValue())
            plan.note("prescription that somebody reported: stored with reported beside it");
        ObjectNode content = JsonNodes.object(
                "title", FhirValues.words(medication),
                "medication", FhirValues.concept(medication),
                "status", request.hasStatus() ? request.getStatus().toCode() : null,
                "statusReason", FhirValues.concept(request.getStatusReason()),
                "intent", request.hasIntent() ? request.getIntent().toCode() : null,
                "reported", FhirValues.value(request.getReported() instanceof BooleanType flag ? flag : null),
                "dosage", dosages(request.getDosageInstruction()),
                "reason", references.reasons(request.getReasonCode(), request.getReasonReference()),
                "prescriber", FhirValues.display(request.getRequester()),
                "authoredOn", request.getAuthoredOnElement().getValueAsString(),
                "dispense", dispense(request.getDispenseRequest()),
                "encounter", references.name(request.getEncounter()),
                "note", FhirValues.notes(request.getNote()));
        FhirDateTime when = FhirDateTime.of(request.getAuthoredOnElement());
        if (when == null) when = references.startOfEncounter(request.getEncounter());
        plan.history(request, "prescription", when, content);
    }

    /** How much of it may be handed out, how often and until when; null when the order does not say. */
    private static @Nullable ObjectNode dispense(MedicationRequestDispenseRequestComponent request) {
        if (request.isEmpty()) return null;
        ObjectNode node = JsonNodes.object(
                "quantity", FhirValues.quantity(request.getQuantity()),
                "supplyDuration", FhirValues.quantity(request.getExpectedSupplyDuration()),
                "repeatsAllowed", request.hasNumberOfRepeatsAllowed() ? request.getNumberOfRepeatsAllowed() : null,
                "validity", FhirValues.period(request.getValidityPeriod()));
        return node.isEmpty() ? null : node;
    }

    /** What forbids, proposes or was never in force is no prescription. */
    private static @Nullable String reasonToSkip(MedicationRequest request, @Nullable CodeableConcept medication) {
        if (request.hasDoNotPerform() && request.getDoNotPerform()) return "says that it must not be taken";
        String status = request.hasStatus() ? request.getStatus().toCode() : "";
        String intent = request.hasIntent() ? request.getIntent().toCode() : "";
        if (Set.of("cancelled", "entered-in-error").contains(status)) return "cancelled or entered in error";
        if (status.equals("draft")) return "a draft, not in force yet";
        if (Set.of("proposal", "option").contains(intent)) return "proposes, does not prescribe";
        if (medication == null) return "does not say of what";
        Negation negation = Negation.of(medication);
        return negation == Negation.NONE ? null : negation.reason();
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

    static JsonNode dosage(Dosage dosage) {
        return JsonNodes.object(
                "text", FhirValues.cleanOrNull(dosage.getText()),
                "asNeeded", FhirValues.value(dosage.getAsNeeded()),
                "timing", timing(dosage.getTiming()),
                "site", FhirValues.concept(dosage.getSite()),
                "route", FhirValues.concept(dosage.getRoute()),
                "method", FhirValues.concept(dosage.getMethod()),
                "dose",
                        dosage.hasDoseAndRate()
                                ? FhirValues.value(
                                        dosage.getDoseAndRateFirstRep().getDose())
                                : null,
                "rate",
                        dosage.hasDoseAndRate()
                                ? FhirValues.value(
                                        dosage.getDoseAndRateFirstRep().getRate())
                                : null,
                "maxDosePerPeriod", FhirValues.value(dosage.getMaxDosePerPeriod()),
                "additionalInstruction", FhirValues.concepts(dosage.getAdditionalInstruction()),
                "patientInstruction", FhirValues.cleanOrNull(dosage.getPatientInstruction()));
    }

    private static @Nullable ObjectNode timing(@Nullable Timing timing) {
        if (timing == null || timing.isEmpty()) return null;
        Timing.TimingRepeatComponent repeat = timing.getRepeat();
        ObjectNode node = JsonNodes.object(
                "code", FhirValues.concept(timing.getCode()),
                "frequency", repeat.hasFrequency() ? repeat.getFrequency() : null,
                "frequencyMax", repeat.hasFrequencyMax() ? repeat.getFrequencyMax() : null,
                "period", repeat.getPeriod(),
                "periodMax", repeat.getPeriodMax(),
                "periodUnit", repeat.hasPeriodUnit() ? repeat.getPeriodUnit().toCode() : null,
                "dayOfWeek", codes(repeat.getDayOfWeek()),
                "timeOfDay", codes(repeat.getTimeOfDay()),
                "when", codes(repeat.getWhen()),
                "count", repeat.hasCount() ? repeat.getCount() : null,
                "bounds", FhirValues.value(repeat.getBounds()));
        return node.isEmpty() ? null : node;
    }

    private static @Nullable List<String> codes(List<? extends PrimitiveType<?>> values) {
        List<String> codes = values.stream()
                .filter(PrimitiveType::hasValue)
                .map(PrimitiveType::getValueAsString)
                .toList();
        return codes.isEmpty() ? null : codes;
    }
}
