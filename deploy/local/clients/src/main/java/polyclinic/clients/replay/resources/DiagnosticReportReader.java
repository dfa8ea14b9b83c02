package polyclinic.clients.replay.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * DiagnosticReport → a document for each text of its own; without one, its conclusion as clinical data of type
 * {@code diagnostic_report}. Its results are stored as Observations; a text that a DocumentReference repeats is stored as that.
 */
final class DiagnosticReportReader {
    private final PlanWriter plan;
    private final BundleReferences references;
    private final ObservationReader observations;
    private final DocumentReader documents;

    DiagnosticReportReader(
            PlanWriter plan, BundleReferences references, ObservationReader observations, DocumentReader documents) {
        this.plan = plan;
        this.references = references;
        this.observations = observations;
        this.documents = documents;
    }

    /** Skips a report without a text or conclusion of its own, with a reason that says whether everything it holds is stored. */
    void read(DiagnosticReport report) {
        if (report.getStatus() == DiagnosticReportStatus.ENTEREDINERROR
                || report.getStatus() == DiagnosticReportStatus.CANCELLED) {
            plan.skip(report, "cancelled or entered in error");
            return;
        }
        List<Attachment> own = report.getPresentedForm().stream()
                .filter(form -> !documents.hasRead(report, form))
                .toList();
        FhirDateTime when = FhirDateTime.of(report.getEffective());
        if (when == null) when = FhirDateTime.of(report.getIssuedElement());
        if (documents.read(report, own, when, FhirValues.words(report.getCode())) > 0) return;
        boolean resultsStored = report.getResult().stream().allMatch(this::isStored);
        if (resultsStored && report.hasPresentedForm() && own.isEmpty())
            plan.skip(report, "its text is a DocumentReference's, which is stored");
        else if (FhirValues.cleanOrNull(report.getConclusion()) != null || report.hasConclusionCode())
            conclusion(report, when == null ? references.startOfEncounter(report.getEncounter()) : when);
        else if (resultsStored && report.hasResult())
            plan.skip(report, "a list of Observations, all of which are stored");
        else plan.skip(report, "the suite has no reports; some of what it holds is not stored otherwise");
    }

    private void conclusion(DiagnosticReport report, @Nullable FhirDateTime when) {
        ObjectNode data = JsonNodes.object(
                "name", FhirValues.words(report.getCode()),
                "code", FhirValues.concept(report.getCode()),
                "category", FhirValues.concepts(report.getCategory()),
                "conclusion", FhirValues.cleanOrNull(report.getConclusion()),
                "conclusionCode", FhirValues.concepts(report.getConclusionCode()),
                "result", results(report));
        ObjectNode metadata = JsonNodes.object(
                "status", report.hasStatus() ? report.getStatus().toCode() : null,
                "issued", report.getIssuedElement().getValueAsString(),
                "encounter", references.name(report.getEncounter()));
        plan.clinicalData(report, "diagnostic_report", when, data, metadata);
    }

    private @Nullable List<String> results(DiagnosticReport report) {
        List<String> names = report.getResult().stream()
                .map(references::name)
                .filter(Objects::nonNull)
                .toList();
        return names.isEmpty() ? null : names;
    }

    private boolean isStored(Reference result) {
        return references.resolve(result) instanceof Observation observation && observations.hasRead(observation);
    }
}
