package polyclinic.notes.labresults;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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
 * Keeps the clinical data of each version of a request's results, one item for each time at which some of them were measured. Its
 * id is made of request, version and time, so it is there once; of all versions that are there the newest is valid and the others
 * are replaced by it, whatever the order of arrival.
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
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ReportedResults.Part part : reported.parts(event.time()))
            all = all.chain(() -> record(part, reported, author, event.time()));
        return all.chain(() -> replaceOlder(reported, author));
    }

    private Uni<Void> record(ReportedResults.Part part, ReportedResults reported, Author author, Instant told) {
        ClinicalData item = ClinicalData.ofLaboratory(
                part.id(),
                reported.patient(),
                reported.request(),
                reported.version(),
                part.data(),
                part.performedAt(),
                reported.isReleased(),
                author,
                told);
        List<Document> messages =
                outbox.embed(audit.entry("create", "clinical_data", part.id(), reported.patient()), item.recorded());
        return items.add(item, List.of(), messages)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> reported.isReleased()
                        ? items.release(part.id())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> replaceOlder(ReportedResults reported, Author author) {
        return items.versionsOf(reported.request()).chain(versions -> {
            int newest = versions.stream()
                    .mapToInt(LabResultRecording::version)
                    .max()
                    .orElse(0);
            String reason = reported.reason() == null ? REPLACED : reported.reason();
            Uni<Void> all = Uni.createFrom().voidItem();
            for (ClinicalData version : versions)
                if (version(version) < newest)
                    all = all.chain(() -> marking.replace(
                            version, replacement(version, newest, versions, reported.request()), reason, author));
            return all;
        });
    }

    /** What the newest version has of the same time, else what it has of its newest. */
    private static UUID replacement(ClinicalData replaced, int newest, List<ClinicalData> versions, UUID request) {
        return versions.stream()
                .filter(item -> version(item) == newest && item.isOfSameTime(replaced))
                .findFirst()
                .map(ClinicalData::id)
                .orElseGet(() -> ReportedResults.id(request, newest));
    }

    private static int version(ClinicalData item) {
        return Objects.requireNonNullElse(item.labRequestVersion(), 0);
    }
}
