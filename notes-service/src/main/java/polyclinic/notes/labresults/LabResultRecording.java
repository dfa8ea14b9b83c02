package polyclinic.notes.labresults;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.notes.clinicaldata.ClinicalData;
import polyclinic.notes.clinicaldata.ClinicalDataItems;
import polyclinic.notes.clinicaldata.ClinicalDataMarking;
import polyclinic.notes.content.Author;
import polyclinic.notes.projections.LabResults;

/**
 * Keeps one item of clinical data for each version of a request's results. Its id is made of request and version, so a version is
 * there once; of all versions that are there the newest is valid and the others are replaced by it, whatever the order of arrival.
 */
@ApplicationScoped
class LabResultRecording implements LabResults {
    private static final Set<String> WITH_RESULTS =
            Set.of("lab-request.resulted.v1", "lab-request.corrected.v1", "lab-request.reviewed.v1");
    private static final String REPLACED = "The laboratory reported a newer version.";

    private final ClinicalDataItems items;
    private final ClinicalDataMarking marking;
    private final MongoOutbox outbox;
    private final Audit audit;

    LabResultRecording(ClinicalDataItems items, ClinicalDataMarking marking, MongoOutbox outbox, Audit audit) {
        this.items = items;
        this.marking = marking;
        this.outbox = outbox;
        this.audit = audit;
    }

    @Override
    public Uni<Void> record(List<CloudEvent> events) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (CloudEvent event : events)
            if (WITH_RESULTS.contains(event.type()))
                all = all.chain(() -> record(event, event.as(ReportedResults.class)));
        return all;
    }

    private Uni<Void> record(CloudEvent event, ReportedResults reported) {
        Author author = new Author(Objects.requireNonNullElse(event.actor(), "laboratory"), "laboratory");
        UUID id = ReportedResults.id(reported.request(), reported.version());
        ClinicalData item = ClinicalData.ofLaboratory(
                id,
                reported.patient(),
                reported.request(),
                reported.version(),
                reported.data(),
                Objects.requireNonNullElse(reported.performedAt(), event.time()),
                reported.isReleased(),
                author,
                event.time());
        List<Document> messages =
                outbox.embed(audit.entry("create", "clinical_data", id, reported.patient()), item.recorded());
        return items.add(item, List.of(), messages)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> reported.isReleased()
                        ? items.release(id)
                        : Uni.createFrom().voidItem())
                .chain(() -> replaceOlder(reported, author));
    }

    private Uni<Void> replaceOlder(ReportedResults reported, Author author) {
        return items.versionsOf(reported.request()).chain(versions -> {
            int newest = versions.stream()
                    .mapToInt(LabResultRecording::version)
                    .max()
                    .orElse(0);
            UUID replacement = ReportedResults.id(reported.request(), newest);
            String reason = reported.reason() == null ? REPLACED : reported.reason();
            Uni<Void> all = Uni.createFrom().voidItem();
            for (ClinicalData version : versions)
                if (version(version) < newest)
                    all = all.chain(() -> marking.replace(version, replacement, reason, author));
            return all;
        });
    }

    private static int version(ClinicalData item) {
        return Objects.requireNonNullElse(item.labRequestVersion(), 0);
    }
}
