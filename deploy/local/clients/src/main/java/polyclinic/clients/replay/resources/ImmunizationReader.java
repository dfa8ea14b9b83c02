package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Immunization;
import polyclinic.clients.http.JsonNodes;
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
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(immunization.getVaccineCode()),
                "code", FhirValues.concept(immunization.getVaccineCode()),
                "lotNumber", FhirValues.cleanOrNull(immunization.getLotNumber()),
                "dose", FhirValues.quantity(immunization.getDoseQuantity()),
                "subpotent", immunization.hasIsSubpotent() ? immunization.getIsSubpotent() : null,
                "site", FhirValues.concept(immunization.getSite()),
                "location", FhirValues.display(immunization.getLocation()),
                "primarySource", immunization.hasPrimarySource() ? immunization.getPrimarySource() : null);
        ObjectNode metadata = JsonNodes.object(
                "status",
                immunization.hasStatus() ? immunization.getStatus().toCode() : null,
                "encounter",
                references.name(immunization.getEncounter()));
        FhirDateTime when = FhirDateTime.of(immunization.getOccurrence());
        plan.clinicalData(immunization, "immunization", when, data, metadata);
    }
}
