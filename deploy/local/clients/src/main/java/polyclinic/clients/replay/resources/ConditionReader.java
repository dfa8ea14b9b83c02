package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Condition;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BodySites;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** Condition → a history entry of type {@code diagnosis}. */
final class ConditionReader {
    private final PlanWriter plan;
    private final BundleReferences references;

    ConditionReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    void read(Condition condition) {
        if (FhirValues.hasCode(condition.getVerificationStatus(), "entered-in-error", "refuted")) {
            plan.skip(condition, "refuted or entered in error");
            return;
        }
        Negation negation = Negation.of(condition.getCode());
        if (negation != Negation.NONE) {
            plan.skip(condition, negation.reason());
            return;
        }
        String title = FhirValues.words(condition.getCode());
        if (title == null) {
            plan.skip(condition, "does not say which");
            return;
        }
        FhirDateTime onset = FhirDateTime.of(condition.getOnset());
        if (onset == null) onset = FhirDateTime.of(condition.getRecordedDateElement());
        if (onset == null) onset = references.startOfEncounter(condition.getEncounter());
        ObjectNode content = JsonNodes.object(
                "title", isCertain(condition) ? title : title + " (not confirmed)",
                "code", FhirValues.concept(condition.getCode()),
                "clinicalStatus", FhirValues.words(condition.getClinicalStatus()),
                "verificationStatus", FhirValues.words(condition.getVerificationStatus()),
                "category", FhirValues.concepts(condition.getCategory()),
                "severity", FhirValues.concept(condition.getSeverity()),
                "bodySite", BodySites.of(condition.getBodySite()),
                "stage", stages(condition),
                "onset", FhirValues.value(condition.getOnset()),
                "abatement", FhirValues.value(condition.getAbatement()),
                "recordedDate", condition.getRecordedDateElement().getValueAsString(),
                "encounter", references.name(condition.getEncounter()),
                "note", FhirValues.notes(condition.getNote()));
        plan.history(condition, "diagnosis", onset, content);
    }

    private static @Nullable ArrayNode stages(Condition condition) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Condition.ConditionStageComponent stage : condition.getStage()) {
            ObjectNode node = JsonNodes.object(
                    "summary", FhirValues.concept(stage.getSummary()), "type", FhirValues.concept(stage.getType()));
            if (!node.isEmpty()) list.add(node);
        }
        return list.isEmpty() ? null : list;
    }

    /** A list shows the title alone, where a suspicion would be read as a diagnosis. */
    private static boolean isCertain(Condition condition) {
        return !FhirValues.hasCode(condition.getVerificationStatus(), "unconfirmed", "provisional", "differential");
    }
}
