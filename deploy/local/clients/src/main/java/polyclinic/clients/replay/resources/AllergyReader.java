package polyclinic.clients.replay.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceReactionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * AllergyIntolerance → an allergy of the patient, or the statement that none is known. That statement is stored only when the record
 * names no allergy.
 */
final class AllergyReader {
    private static final String CRITICALITY_UNKNOWN = "unable_to_assess";
    private static final int MAX_NAME_LENGTH = 300;
    private static final int MAX_CODE_LENGTH = 100;
    private static final int MAX_REACTION_LENGTH = 1000;

    private final PlanWriter plan;
    private final List<AllergyIntolerance> noneKnown = new ArrayList<>();
    private boolean hasAllergies;

    AllergyReader(PlanWriter plan) {
        this.plan = plan;
    }

    void read(AllergyIntolerance allergy) {
        CodeableConcept substance = substance(allergy);
        String name = FhirValues.words(substance);
        Negation negation = substance == null ? Negation.NONE : Negation.of(substance);
        if (substance == null || name == null) plan.skip(allergy, "does not say to what");
        else if (FhirValues.hasCode(allergy.getVerificationStatus(), "entered-in-error", "refuted"))
            plan.skip(allergy, "refuted or entered in error");
        else if (FhirValues.hasCode(allergy.getClinicalStatus(), "inactive", "resolved"))
            plan.skip(allergy, "no longer active");
        else if (negation == Negation.NO_KNOWN_ALLERGIES) noneKnown.add(allergy);
        else if (negation != Negation.NONE) plan.skip(allergy, negation.reason());
        else read(allergy, substance, name);
    }

    /** After the last one. */
    void finish() {
        boolean isStated = hasAllergies;
        for (AllergyIntolerance statement : noneKnown) {
            if (hasAllergies)
                plan.skip(statement, "says that no allergies are known, and others of the file name some");
            else if (isStated) plan.skip(statement, "says once more that no allergies are known");
            else
                plan.allergy(
                        statement, JsonNodes.object("noKnownAllergies", true, "recordedAt", recordedAt(statement)));
            isStated = true;
        }
        noneKnown.clear();
    }

    /** What it is an allergy to; where only a reaction says it, what that was a reaction to. */
    private static @Nullable CodeableConcept substance(AllergyIntolerance allergy) {
        if (FhirValues.words(allergy.getCode()) != null) return allergy.getCode();
        return allergy.getReaction().stream()
                .map(AllergyIntoleranceReactionComponent::getSubstance)
                .filter(substance -> FhirValues.words(substance) != null)
                .findFirst()
                .orElse(null);
    }

    private void read(AllergyIntolerance allergy, CodeableConcept substance, String name) {
        hasAllergies = true;
        if (name.startsWith("Allergy to substance"))
            plan.note("allergy that names no substance (\"Allergy to substance\"): stored as it is");
        if (allergy.hasCategory()) plan.note("category of an allergy (food, medication …): not kept");
        Coding coding = substance.getCodingFirstRep();
        plan.allergy(
                allergy,
                JsonNodes.object(
                        "substance",
                                JsonNodes.object(
                                        "code", FhirValues.cutOrNull(coding.getCode(), MAX_CODE_LENGTH),
                                        "system", FhirValues.cutOrNull(coding.getSystem(), MAX_NAME_LENGTH),
                                        "name", FhirValues.cut(FhirValues.oneLine(name), MAX_NAME_LENGTH)),
                        "criticality", criticality(allergy),
                        "reaction", reactions(allergy),
                        "recordedAt", recordedAt(allergy)));
    }

    private @Nullable String recordedAt(AllergyIntolerance allergy) {
        FhirDateTime when = FhirDateTime.of(allergy.getRecordedDateElement());
        if (when == null) when = FhirDateTime.of(allergy.getOnset());
        FhirDateTime recorded = plan.pastOrNull(when == null ? plan.recorded(allergy) : when);
        if (recorded == null) plan.note("allergy without a usable date: dated today");
        return recorded == null ? null : recorded.instant().toString();
    }

    private String criticality(AllergyIntolerance allergy) {
        if (allergy.hasCriticality()) return allergy.getCriticality().toCode().replace('-', '_');
        plan.note("allergy without criticality: " + CRITICALITY_UNKNOWN);
        return CRITICALITY_UNKNOWN;
    }

    /** How it showed and how bad it was, for example {@code Hives; Wheezing (severe)}. */
    private static @Nullable String reaction(AllergyIntoleranceReactionComponent reaction) {
        String text = reaction.getManifestation().stream()
                .map(FhirValues::words)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (text.isEmpty() && reaction.hasDescription()) text = FhirValues.oneLine(reaction.getDescription());
        if (text.isEmpty()) return null;
        return reaction.hasSeverity() ? text + " (" + reaction.getSeverity().toCode() + ")" : text;
    }

    private static @Nullable String reactions(AllergyIntolerance allergy) {
        String text = allergy.getReaction().stream()
                .map(AllergyReader::reaction)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : FhirValues.cut(text, MAX_REACTION_LENGTH);
    }
}
