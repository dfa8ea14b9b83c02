package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BodySites;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirElements;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/** Observation → clinical data of the type that its category says. */
final class ObservationReader {
    private static final String SYSTOLIC_LOINC = "8480-6";
    private static final String DIASTOLIC_LOINC = "8462-4";
    private static final Map<String, String> DATA_TYPES = Map.of(
            "vital-signs", "vital_signs",
            "laboratory", "lab_result",
            "imaging", "imaging",
            "survey", "survey",
            "social-history", "social_history",
            "exam", "exam",
            "procedure", "procedure_finding",
            "therapy", "therapy",
            "activity", "activity");

    private final PlanWriter plan;
    private final BundleReferences references;
    private final Set<String> read = new HashSet<>();

    ObservationReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    /** Returns whether the observation has been read and was not cancelled or entered in error. */
    boolean hasRead(Observation observation) {
        return read.contains(BundleReferences.source(observation));
    }

    void read(Observation observation) {
        if (observation.getStatus() == Observation.ObservationStatus.ENTEREDINERROR
                || observation.getStatus() == Observation.ObservationStatus.CANCELLED) {
            plan.skip(observation, "cancelled or entered in error");
            return;
        }
        boolean isEmpty = !observation.hasValue() && !observation.hasComponent();
        if (isEmpty && observation.getStatus() == Observation.ObservationStatus.REGISTERED) {
            plan.skip(observation, "only registered, it has no result yet");
            return;
        }
        if (isEmpty) plan.note("observation without a value: stored as it is");
        ObjectNode metadata = JsonNodes.object(
                "status", observation.hasStatus() ? observation.getStatus().toCode() : null,
                "issued", observation.getIssuedElement().getValueAsString(),
                "effective", FhirValues.value(observation.getEffective()),
                "encounter", references.name(observation.getEncounter()));
        plan.clinicalData(observation, dataType(observation), effective(observation), data(observation), metadata);
        read.add(BundleReferences.source(observation));
    }

    private ObjectNode data(Observation observation) {
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(observation.getCode()),
                "code", FhirValues.concept(observation.getCode()),
                "value", FhirValues.value(observation.getValue()),
                "absent", absent(observation.getDataAbsentReason(), observation.getValue()),
                "interpretation", FhirValues.concepts(observation.getInterpretation()),
                "method", FhirValues.concept(observation.getMethod()),
                "bodySite", BodySites.of(observation.getBodySite()),
                "note", FhirValues.notes(observation.getNote()));
        if (observation.hasReferenceRange()) data.set("referenceRange", ranges(observation.getReferenceRange()));
        if (observation.hasComponent()) data.set("component", components(observation));
        JsonNode bloodPressure = bloodPressure(observation);
        if (!bloodPressure.isEmpty()) data.set("bloodPressure", bloodPressure);
        return data;
    }

    /** Why there is no value: of its own element, else of the extension that stands where the value would. */
    private static @Nullable JsonNode absent(CodeableConcept reason, @Nullable Type value) {
        JsonNode concept = FhirValues.concept(reason);
        if (concept != null || value == null) return concept;
        String code = FhirElements.absentReason(value);
        return code == null ? null : JsonNodes.object("text", code);
    }

    private @Nullable FhirDateTime effective(Observation observation) {
        FhirDateTime when = FhirDateTime.of(observation.getEffective());
        if (when != null) return when;
        plan.note("observation without an effective time: the time of issue, else its encounter's");
        when = FhirDateTime.of(observation.getIssuedElement());
        return when != null ? when : references.startOfEncounter(observation.getEncounter());
    }

    /** The first category that the clinic has a type for, else the category itself in lower snake case. */
    private String dataType(Observation observation) {
        for (CodeableConcept category : observation.getCategory())
            for (Coding coding : category.getCoding()) {
                String dataType = coding.hasCode() ? DATA_TYPES.get(coding.getCode()) : null;
                if (dataType != null) return dataType;
            }
        Coding first = observation.getCategoryFirstRep().getCodingFirstRep();
        String snake =
                first.hasCode() ? first.getCode().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") : "";
        if (snake.matches("[a-z][a-z0-9_]{0,63}")) return snake;
        plan.note("observation without a category: kind \"observation\"");
        return "observation";
    }

    private static ArrayNode ranges(List<Observation.ObservationReferenceRangeComponent> ranges) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Observation.ObservationReferenceRangeComponent range : ranges)
            list.add(JsonNodes.object(
                    "low", FhirValues.quantity(range.getLow()),
                    "high", FhirValues.quantity(range.getHigh()),
                    "type", FhirValues.concept(range.getType()),
                    "appliesTo", FhirValues.concepts(range.getAppliesTo()),
                    "text", FhirValues.cleanOrNull(range.getText())));
        return list;
    }

    private static ArrayNode components(Observation observation) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Observation.ObservationComponentComponent component : observation.getComponent())
            list.add(JsonNodes.object(
                    "name", FhirValues.words(component.getCode()),
                    "code", FhirValues.concept(component.getCode()),
                    "value", FhirValues.value(component.getValue()),
                    "absent", absent(component.getDataAbsentReason(), component.getValue()),
                    "interpretation", FhirValues.concepts(component.getInterpretation()),
                    "referenceRange", component.hasReferenceRange() ? ranges(component.getReferenceRange()) : null));
        return list;
    }

    /** Blood pressure under the names that the clinic's nurses use too, so that its trends include these values. */
    private ObjectNode bloodPressure(Observation observation) {
        ObjectNode pressure = JsonNodes.MAPPER.createObjectNode();
        for (Observation.ObservationComponentComponent component : observation.getComponent()) {
            boolean isPressure = FhirValues.hasCode(component.getCode(), SYSTOLIC_LOINC, DIASTOLIC_LOINC);
            if (!isPressure
                    || !component.hasValueQuantity()
                    || component.getValueQuantity().getValue() == null) continue;
            if (!isInMillimetres(component.getValueQuantity())) {
                plan.note("blood pressure in another unit than mmHg: not in the trend of the clinic's own values");
                continue;
            }
            JsonNode value = FhirValues.quantity(component.getValueQuantity());
            if (FhirValues.hasCode(component.getCode(), SYSTOLIC_LOINC)) pressure.set("systolic", value);
            if (FhirValues.hasCode(component.getCode(), DIASTOLIC_LOINC)) pressure.set("diastolic", value);
        }
        return pressure;
    }

    private static boolean isInMillimetres(Quantity quantity) {
        String unit = quantity.hasCode() ? quantity.getCode() : quantity.getUnit();
        return unit != null && unit.replaceAll("[\\[\\]\\s]", "").equalsIgnoreCase("mmHg");
    }
}
