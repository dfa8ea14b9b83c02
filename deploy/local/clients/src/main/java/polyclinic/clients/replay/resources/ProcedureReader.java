package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Procedure;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BodySites;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.fhir.Negation;
import polyclinic.clients.replay.plan.PlanWriter;

/** Procedure → clinical data of type {@code procedure}. */
final class ProcedureReader {
    private final PlanWriter plan;
    private final BundleReferences references;

    ProcedureReader(PlanWriter plan, BundleReferences references) {
        this.plan = plan;
        this.references = references;
    }

    void read(Procedure procedure) {
        if (procedure.getStatus() == Procedure.ProcedureStatus.ENTEREDINERROR
                || procedure.getStatus() == Procedure.ProcedureStatus.NOTDONE) {
            plan.skip(procedure, "not done or entered in error");
            return;
        }
        if (procedure.getStatus() == Procedure.ProcedureStatus.PREPARATION) {
            plan.skip(procedure, "being prepared; nothing says that it was done");
            return;
        }
        Negation negation = Negation.of(procedure.getCode());
        if (negation != Negation.NONE) {
            plan.skip(procedure, negation.reason());
            return;
        }
        String name = FhirValues.words(procedure.getCode());
        if (name == null) {
            plan.skip(procedure, "does not say which");
            return;
        }
        ObjectNode data = JsonNodes.object(
                "name", name,
                "code", FhirValues.concept(procedure.getCode()),
                "category", FhirValues.concept(procedure.getCategory()),
                "bodySite", BodySites.of(procedure.getBodySite()),
                "performed", FhirValues.value(procedure.getPerformed()),
                "reason", references.reasons(procedure.getReasonCode(), procedure.getReasonReference()),
                "outcome", FhirValues.concept(procedure.getOutcome()),
                "complication", FhirValues.concepts(procedure.getComplication()),
                "followUp", FhirValues.concepts(procedure.getFollowUp()),
                "location", FhirValues.display(procedure.getLocation()),
                "note", FhirValues.notes(procedure.getNote()));
        ObjectNode metadata = JsonNodes.object(
                "status",
                procedure.hasStatus() ? procedure.getStatus().toCode() : null,
                "encounter",
                references.name(procedure.getEncounter()));
        FhirDateTime when = FhirDateTime.of(procedure.getPerformed());
        if (when == null) when = references.startOfEncounter(procedure.getEncounter());
        plan.statement(procedure, "procedure", when, data, metadata);
    }
}
