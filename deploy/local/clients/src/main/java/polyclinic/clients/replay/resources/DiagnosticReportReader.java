package polyclinic.clients.replay.resources;

import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import polyclinic.clients.replay.fhir.BundleReferences;

/** DiagnosticReport → nothing: its results are stored as Observations, and its text as a DocumentReference. */
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

    /** Skips the report with a reason that says whether everything it holds is stored. */
    void read(DiagnosticReport report) {
        boolean resultsStored = report.getResult().stream().allMatch(this::isStored);
        boolean textsStored = report.getPresentedForm().stream()
                .allMatch(form -> form.hasData() && documents.hasRead(form.getData()));
        if (resultsStored && textsStored && report.hasPresentedForm())
            plan.skip(report, "its text is a DocumentReference's, which is stored");
        else if (resultsStored && report.hasResult())
            plan.skip(report, "a list of Observations, all of which are stored");
        else plan.skip(report, "the suite has no reports; some of what it holds is not stored otherwise");
    }

    private boolean isStored(Reference result) {
        return references.resolve(result) instanceof Observation observation && observations.hasRead(observation);
    }
}
