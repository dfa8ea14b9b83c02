package polyclinic.notes.batches;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.DuplicateExternalId;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.Answer;
import polyclinic.notes.batches.RecordedBatchView.RecordedItemView;

/**
 * Stores several documents by one write. What was brought in before, under the same source and id, is told and not stored again.
 *
 * <p>The write is in order, with the audit entry of all in the first document and the receipt in the last: a server that dies
 * within it leaves a beginning that the trail knows, and no receipt, so that a repetition with the same key stores the rest.
 */
@ApplicationScoped
public class BatchWriting {
    private static final String SOURCE = "provenance.source";
    private static final String EXTERNAL_ID = "provenance.externalId";

    private final MongoOutbox outbox;
    private final Audit audit;

    BatchWriting(MongoOutbox outbox, Audit audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Documents of one patient, in the order of the request.
     *
     * @param entityType how the audit trail calls one of them
     */
    public record Batch<T extends BatchDocument>(
            ReactiveMongoCollection<T> collection, String entityType, UUID patientId, List<T> documents) {
        List<ExternalId> externalIds() {
            return documents.stream()
                    .map(document -> BatchEntries.externalId(document.provenance()))
                    .filter(Objects::nonNull)
                    .toList();
        }

        List<UUID> ids() {
            return documents.stream().map(BatchDocument::id).toList();
        }
    }

    /** Fails with 409 {@code duplicate-external-id} when another patient has what an entry names, and stores nothing then. */
    public <T extends BatchDocument> Uni<Answer<RecordedBatchView>> write(
            Batch<T> batch, IdempotencyReceipts receipts) {
        return brought(batch)
                .chain(there -> write(batch, there, receipts))
                // Left by a request that was killed, or brought in by another one at the same time.
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> stored(batch).chain(there -> write(batch, there, receipts)))
                .onFailure(MongoFailures::isDuplicateExternalId)
                .transform(again -> new DuplicateExternalId());
    }

    /** The answer to a repeated request, read and audited like anything else. */
    public <T extends BatchDocument> Uni<Answer<RecordedBatchView>> reread(Batch<T> batch) {
        return stored(batch).chain(there -> {
            if (!missing(batch, there).isEmpty()) throw new NotFound(batch.entityType());
            return read(batch, view(batch, there));
        });
    }

    private <T extends BatchDocument> Uni<Answer<RecordedBatchView>> write(
            Batch<T> batch, Stored there, IdempotencyReceipts receipts) {
        RecordedBatchView view = view(batch, there);
        List<T> missing = missing(batch, there);
        if (missing.isEmpty()) return read(batch, view);
        Answer<RecordedBatchView> answer = Answer.ok(view);
        AuditEntry entry = audit.entry("create", batch.entityType(), null, batch.patientId())
                .withEntities(missing.stream().map(BatchDocument::id).toList());
        for (int i = 0; i < missing.size(); i++) {
            T document = missing.get(i);
            document.carry(
                    i == 0 ? outbox.embed(entry, document.recorded()) : outbox.embed(document.recorded()),
                    i == missing.size() - 1 ? receipts.seal(answer) : List.of());
        }
        return batch.collection().insertMany(missing).replaceWith(answer);
    }

    private Uni<Answer<RecordedBatchView>> read(Batch<?> batch, RecordedBatchView view) {
        AuditEntry entry = audit.entry("read", batch.entityType(), null, batch.patientId())
                .withEntities(view.items().stream().map(RecordedItemView::id).toList());
        return audit.record(entry).replaceWith(Answer.ok(view));
    }

    private static <T extends BatchDocument> List<T> missing(Batch<T> batch, Stored there) {
        return batch.documents().stream()
                .filter(document -> there.idOf(document) == null)
                .toList();
    }

    /** Fails when what one of them names is another patient's. */
    private static RecordedBatchView view(Batch<?> batch, Stored there) {
        List<RecordedItemView> items = new ArrayList<>();
        for (int i = 0; i < batch.documents().size(); i++) {
            BatchDocument document = batch.documents().get(i);
            UUID found = there.idOf(document);
            if (found != null && !batch.patientId().equals(there.patients().get(found))) throw duplicate(i);
            items.add(
                    found == null
                            ? new RecordedItemView(document.id(), false)
                            : new RecordedItemView(found, !found.equals(document.id())));
        }
        return new RecordedBatchView(batch.patientId(), items);
    }

    private static Problem duplicate(int index) {
        return new DuplicateExternalId().with("field", BatchEntries.place(index) + ".provenance.externalId");
    }

    /** What was brought in before under the same sources and ids. */
    private static Uni<Stored> brought(Batch<?> batch) {
        List<ExternalId> wanted = batch.externalIds();
        return wanted.isEmpty() ? Uni.createFrom().item(Stored.NOTHING) : find(batch, bySource(wanted));
    }

    /** The same, and what this request has stored. */
    private static Uni<Stored> stored(Batch<?> batch) {
        List<Bson> conditions = new ArrayList<>(bySource(batch.externalIds()));
        conditions.add(Filters.in("_id", batch.ids()));
        return find(batch, conditions);
    }

    private static Uni<Stored> find(Batch<?> batch, List<Bson> conditions) {
        return batch.collection()
                .withDocumentClass(Document.class)
                .find(
                        Filters.or(conditions),
                        new FindOptions().projection(Projections.include("patientId", SOURCE, EXTERNAL_ID)))
                .collect()
                .asList()
                .map(Stored::of);
    }

    private static List<Bson> bySource(Collection<ExternalId> wanted) {
        Map<String, List<String>> idsBySource = new LinkedHashMap<>();
        wanted.forEach(one -> idsBySource
                .computeIfAbsent(one.source(), any -> new ArrayList<>())
                .add(one.id()));
        List<Bson> conditions = new ArrayList<>();
        idsBySource.forEach(
                (source, ids) -> conditions.add(Filters.and(Filters.eq(SOURCE, source), Filters.in(EXTERNAL_ID, ids))));
        return conditions;
    }

    /**
     * What is in the database.
     *
     * @param patients id of the document → whose it is
     */
    private record Stored(Map<UUID, UUID> patients, Map<ExternalId, UUID> brought) {
        static final Stored NOTHING = new Stored(Map.of(), Map.of());

        static Stored of(List<Document> found) {
            Map<UUID, UUID> patients = new LinkedHashMap<>();
            Map<ExternalId, UUID> brought = new LinkedHashMap<>();
            for (Document document : found) {
                UUID id = document.get("_id", UUID.class);
                patients.put(id, document.get("patientId", UUID.class));
                if (document.get("provenance") instanceof Document from)
                    brought.put(new ExternalId(from.getString("source"), from.getString("externalId")), id);
            }
            return new Stored(patients, brought);
        }

        /** The id of the document that is there in its place: itself, or one of elsewhere. */
        @Nullable
        UUID idOf(BatchDocument document) {
            if (patients.containsKey(document.id())) return document.id();
            ExternalId there = BatchEntries.externalId(document.provenance());
            return there == null ? null : brought.get(there);
        }
    }
}
