package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Immunization;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BodySites;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** Immunization → clinical data of type {@code immunization}. */
final class ImmunizationReader {
    private final PlanWriter plan;
    private final BundleReferences references;

    ImmunizationReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    void read(Immunization immunization) {
        if (immunization.getStatus() == Immunization.ImmunizationStatus.ENTEREDINERROR
                || immunization.getStatus() == Immunization.ImmunizationStatus.NOTDONE) {
            plan.skip(immunization, "not done or entered in error");
            return;
        }
        Negation negation = Negation.of(immunization.getVaccineCode());
        if (negation != Negation.NONE) {
            plan.skip(immunization, negation.reason());
            return;
        }
        String name = FhirValues.words(immunization.getVaccineCode());
        if (name == null) {
            plan.skip(immunization, "does not say against what");
            return;
        }
        ObjectNode data = JsonNodes.object(
                "name", name,
                "code", FhirValues.concept(immunization.getVaccineCode()),
                "occurrence", FhirValues.value(immunization.getOccurrence()),
                "manufacturer", FhirValues.display(immunization.getManufacturer()),
                "lotNumber", FhirValues.cleanOrNull(immunization.getLotNumber()),
                "expirationDate", immunization.getExpirationDateElement().getValueAsString(),
                "protocol", protocols(immunization),
                "dose", FhirValues.quantity(immunization.getDoseQuantity()),
                "subpotent", immunization.hasIsSubpotent() ? immunization.getIsSubpotent() : null,
                "site", BodySites.of(immunization.getSite()),
                "route", FhirValues.concept(immunization.getRoute()),
                "location", FhirValues.display(immunization.getLocation()),
                "primarySource", immunization.hasPrimarySource() ? immunization.getPrimarySource() : null,
                "note", FhirValues.notes(immunization.getNote()));
        ObjectNode metadata = JsonNodes.object(
                "status",
                immunization.hasStatus() ? immunization.getStatus().toCode() : null,
                "encounter",
                references.name(immunization.getEncounter()));
        FhirDateTime when = FhirDateTime.of(immunization.getOccurrence());
        plan.statement(immunization, "immunization", when, data, metadata);
    }

    /** Which dose of which series, and against what. */
    private static @Nullable ArrayNode protocols(Immunization immunization) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (Immunization.ImmunizationProtocolAppliedComponent protocol : immunization.getProtocolApplied()) {
            ObjectNode node = JsonNodes.object(
                    "series", FhirValues.cleanOrNull(protocol.getSeries()),
                    "targetDisease", FhirValues.concepts(protocol.getTargetDisease()),
                    "doseNumber", FhirValues.value(protocol.getDoseNumber()),
                    "seriesDoses", FhirValues.value(protocol.getSeriesDoses()));
            if (!node.isEmpty()) list.add(node);
        }
        return list.isEmpty() ? null : list;
    }
}
