package polyclinic.clients.replay.resources;

import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import polyclinic.clients.replay.fhir.BundleReferences;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * DiagnosticReport → a document for each text of its own. Its results are stored as Observations; a text that a DocumentReference
 * repeats is stored as that.
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

    /** Skips a report without a text of its own, with a reason that says whether everything it holds is stored. */
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
        else if (resultsStored && report.hasResult())
            plan.skip(report, "a list of Observations, all of which are stored");
        else plan.skip(report, "the suite has no reports; some of what it holds is not stored otherwise");
    }

    private boolean isStored(Reference result) {
        return references.resolve(result) instanceof Observation observation && observations.hasRead(observation);
    }
}
