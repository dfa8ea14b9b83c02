package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/** Encounter → a history entry of type {@code visit}. */
final class EncounterReader {
    private final PlanWriter plan;

    EncounterReader(PlanWriter plan) {
        this.plan = plan;
    }

    void read(Encounter encounter) {
        String status = encounter.hasStatus() ? encounter.getStatus().toCode() : "";
        if (Set.of("entered-in-error", "cancelled").contains(status)) {
            plan.skip(encounter, "cancelled or entered in error");
            return;
        }
        FhirDateTime when = FhirDateTime.of(encounter.getPeriod());
        if (status.equals("planned")) {
            plan.skip(encounter, "planned; nothing says that it took place");
            return;
        }
        if (when == null) {
            plan.skip(encounter, "has no date");
            return;
        }
        ObjectNode content = JsonNodes.object(
                "title", title(encounter),
                "status", encounter.hasStatus() ? encounter.getStatus().toCode() : null,
                "class", encounter.getClass_().hasCode() ? encounter.getClass_().getCode() : null,
                "type", FhirValues.concepts(encounter.getType()),
                "reason", FhirValues.concepts(encounter.getReasonCode()),
                "period", FhirValues.period(encounter.getPeriod()),
                "practitioner",
                        firstDisplay(encounter.getParticipant().stream()
                                .map(Encounter.EncounterParticipantComponent::getIndividual)),
                "location",
                        firstDisplay(encounter.getLocation().stream()
                                .map(Encounter.EncounterLocationComponent::getLocation)),
                "serviceProvider", FhirValues.display(encounter.getServiceProvider()),
                "discharge",
                        encounter.hasHospitalization()
                                ? FhirValues.concept(
                                        encounter.getHospitalization().getDischargeDisposition())
                                : null);
        plan.history(encounter, "visit", when, content);
    }

    private static String title(Encounter encounter) {
        String type = encounter.hasType() ? FhirValues.words(encounter.getTypeFirstRep()) : null;
        return type == null ? "Encounter" : type;
    }

    private static @Nullable String firstDisplay(Stream<Reference> references) {
        return references
                .map(FhirValues::display)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
