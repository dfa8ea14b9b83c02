package polyclinic.clients.replay.resources;

import java.util.Objects;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;

/** AllergyIntolerance → an allergy of the patient. */
final class AllergyReader {
    private static final String CRITICALITY_UNKNOWN = "unable_to_assess";
    private static final int MAX_NAME_LENGTH = 300;
    private static final int MAX_REACTION_LENGTH = 1000;

    private final PlanWriter plan;

    AllergyReader(PlanWriter plan) {
        this.plan = plan;
    }

    void read(AllergyIntolerance allergy) {
        String name = FhirValues.words(allergy.getCode());
        if (name == null) plan.skip(allergy, "does not say to what");
        else if (FhirValues.hasCode(allergy.getVerificationStatus(), "entered-in-error", "refuted"))
            plan.skip(allergy, "refuted or entered in error");
        else if (FhirValues.hasCode(allergy.getClinicalStatus(), "inactive", "resolved"))
            plan.skip(allergy, "no longer active");
        else read(allergy, name);
    }

    private void read(AllergyIntolerance allergy, String name) {
        if (name.startsWith("Allergy to substance"))
            plan.note("allergy that names no substance (\"Allergy to substance\"): stored as it is");
        if (allergy.hasCategory()) plan.note("category of an allergy (food, medication …): not kept");
        Coding coding = allergy.getCode().getCodingFirstRep();
        FhirDateTime recorded = plan.pastOrNull(
                FhirDateTime.of(allergy.hasRecordedDate() ? allergy.getRecordedDateElement() : allergy.getOnset()));
        if (recorded == null) plan.note("allergy without a usable date: dated today");
        plan.allergy(
                allergy,
                JsonNodes.object(
                        "substance",
                                JsonNodes.object(
                                        "code", FhirValues.cleanOrNull(coding.getCode()),
                                        "system", coding.getSystem(),
                                        "name", FhirValues.cut(name, MAX_NAME_LENGTH)),
                        "criticality", criticality(allergy),
                        "reaction", reactions(allergy),
                        "recordedAt", recorded == null ? null : recorded.instant()));
    }

    private String criticality(AllergyIntolerance allergy) {
        if (allergy.hasCriticality()) return allergy.getCriticality().toCode().replace('-', '_');
        plan.note("allergy without criticality: " + CRITICALITY_UNKNOWN);
        return CRITICALITY_UNKNOWN;
    }

    private static @Nullable String reactions(AllergyIntolerance allergy) {
        String text = allergy.getReaction().stream()
                .flatMap(reaction -> reaction.getManifestation().stream())
                .map(FhirValues::words)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : FhirValues.cut(text, MAX_REACTION_LENGTH);
    }
}
