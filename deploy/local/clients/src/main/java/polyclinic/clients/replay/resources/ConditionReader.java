package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Condition;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;

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
        FhirDateTime onset = FhirDateTime.of(condition.getOnset());
        if (onset == null) onset = FhirDateTime.of(condition.getRecordedDateElement());
        ObjectNode content = JsonNodes.object(
                "title", FhirValues.words(condition.getCode()),
                "code", FhirValues.concept(condition.getCode()),
                "clinicalStatus", FhirValues.words(condition.getClinicalStatus()),
                "verificationStatus", FhirValues.words(condition.getVerificationStatus()),
                "category", FhirValues.concepts(condition.getCategory()),
                "onset", FhirValues.value(condition.getOnset()),
                "abatement", FhirValues.value(condition.getAbatement()),
                "recordedDate", condition.getRecordedDateElement().getValueAsString(),
                "encounter", references.name(condition.getEncounter()));
        plan.history(condition, "diagnosis", onset, content);
    }
}
