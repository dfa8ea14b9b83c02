package polyclinic.notes.proposals.summaries;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;

/** Finds what the caller may see: the staff the proposals about patients whom they may read drafts of. */
@ApplicationScoped
public class AiProposals implements ReactivePanacheMongoRepositoryBase<AiProposal, UUID> {
    static final String COLLECTION = "ai_proposals";

    private static final String STATUS = "status";
    private static final String VERSION = "version";
    private static final String NEXT = "nextAttemptAt";
    private static final String REQUESTED = "requestedAt";
    private static final String HISTORY_DUE = "historyDue";
    private static final String BATCH = "batch";
    private static final String BATCH_DOCUMENTS = "batch.documentIds";
    /** What stands in the place of a proposal of a document that is gone has nothing else, so that nobody sees it. */
    private static final String GONE = "goneAt";

    private final PatientScope patients;

    AiProposals(PatientScope patients) {
        this.patients = patients;
    }

    public Uni<Void> add(AiProposal proposal, List<Document> receipts, List<Document> messages) {
        proposal.carry(messages, receipts);
        return persist(proposal).replaceWithVoid();
    }

    /** Fails with 404 when there is no such proposal that the caller may see. */
    public Uni<AiProposal> require(UUID id, Caller caller) {
        return OneDocument.require(
                        mongoCollection(),
                        Filters.and(Filters.eq("_id", id), Filters.exists(GONE, false)),
                        "ai proposal")
                .call(found ->
                        patients.require(NotesAccessPolicy.DRAFTS.scope(caller), found.patientId(), "ai proposal", id));
    }

    /** Which proposals about the patient, or about everybody, the caller may see. */
    public Uni<PatientScope.Reach> reach(@Nullable UUID patientId, Caller caller) {
        return patients.reach(NotesAccessPolicy.DRAFTS.scope(caller), patientId);
    }

    /** Latest first, one more than the limit. */
    public Multi<AiProposal> list(
            @Nullable ProposalStatus status, @Nullable PageKey after, int limit, PatientScope.Reach reach) {
        List<Bson> conditions = new ArrayList<>(List.of(reach.condition(), Filters.exists(GONE, false)));
        if (status != null) conditions.add(Filters.eq(STATUS, status.name()));
        if (after != null) conditions.add(ListConditions.olderThan(after, REQUESTED));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(Sorts.descending(REQUESTED, "_id"), limit)
                                .projection(OutboxDocument.WITHOUT_PLUMBING));
    }

    /**
     * Writes a decision, its messages and receipt in the same write.
     *
     * @return fails with 409 {@code proposal-not-open} when somebody else was faster
     */
    public Uni<Void> decided(AiProposal proposal, List<Document> receipts, List<Document> messages) {
        List<Bson> change = new ArrayList<>(List.of(
                Updates.set(STATUS, proposal.status().name()),
                Updates.set(VERSION, proposal.version()),
                Updates.set("decidedBy", proposal.decidedBy()),
                Updates.set("decidedAt", proposal.decidedAt()),
                Updates.set(MongoOutbox.PENDING, true),
                Updates.pushEach(MongoOutbox.FIELD, messages)));
        if (proposal.date() != null)
            change.add(Updates.set("date", proposal.date().toString()));
        if (proposal.historyId() != null) {
            change.add(Updates.set("historyId", proposal.historyId()));
            change.add(Updates.set(HISTORY_DUE, true));
        }
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            change.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            change.add(Updates.pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return mongoCollection()
                .updateOne(
                        Filters.and(
                                Filters.eq("_id", proposal.id()),
                                Filters.eq(STATUS, ProposalStatus.OPEN.name()),
                                Filters.eq(VERSION, proposal.version() - 1),
                                IdempotencyReceipts.absent(receipts)),
                        Updates.combine(change))
                .map(result -> {
                    if (result.getModifiedCount() == 0) throw new ProposalNotOpen();
                    return null;
                });
    }

    /**
     * Takes the one that has waited for the longest time: no other replica makes it before {@code until}, and after that whoever comes
     * does, since this one may be dead.
     *
     * @return null when none is due
     */
    public Uni<@Nullable AiProposal> claim(Instant now, Instant until) {
        return mongoCollection()
                .findOneAndUpdate(
                        Filters.and(Filters.eq(STATUS, ProposalStatus.PENDING.name()), Filters.lte(NEXT, now)),
                        Updates.combine(Updates.set(NEXT, until), Updates.inc("attempts", 1)),
                        new FindOneAndUpdateOptions()
                                .sort(Sorts.ascending(NEXT))
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER));
    }

    /**
     * Enters what the machine has made. Whoever has taken longer than their claim changes nothing.
     *
     * @param claimed as {@link #claim} returned it
     * @param batch with what the machine was shown of it, or null
     */
    public Uni<Void> made(
            AiProposal claimed,
            List<SummaryStatement> statements,
            AiModel model,
            @Nullable SummarizedBatch batch,
            List<Document> messages) {
        List<Bson> outcome = new ArrayList<>(List.of(
                Updates.set(STATUS, ProposalStatus.OPEN.name()),
                Updates.set("statements", statements),
                Updates.set("unsupported", statements.stream().anyMatch(SummaryStatement::unsupported)),
                Updates.set("model", model)));
        if (batch != null) outcome.add(Updates.set(BATCH, batch));
        return ended(claimed, outcome, messages);
    }

    /** Enters that nothing came of it, for good. */
    public Uni<Void> failed(AiProposal claimed, ProposalFailure failure, List<Document> messages) {
        return ended(
                claimed,
                List.of(Updates.set(STATUS, ProposalStatus.FAILED.name()), Updates.set("failure", failure.name())),
                messages);
    }

    private Uni<Void> ended(AiProposal claimed, List<Bson> outcome, List<Document> messages) {
        List<Bson> change = new ArrayList<>(outcome);
        change.add(Updates.inc(VERSION, 1L));
        change.add(Updates.unset(NEXT));
        change.add(Updates.set(MongoOutbox.PENDING, true));
        change.add(Updates.pushEach(MongoOutbox.FIELD, messages));
        return mongoCollection()
                .updateOne(claim(claimed), Updates.combine(change))
                .replaceWithVoid();
    }

    /** Adds what was found in a document; nothing happens when it is there, or the document is gone. */
    public Uni<Void> addOnce(AiProposal proposal, List<Document> messages) {
        return add(proposal, List.of(), messages)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /**
     * Takes back what nobody has accepted of documents that are gone: what they say goes with them. Whoever still reads one finds the
     * place of its proposal taken, for longer than that may last; so none is left over.
     */
    public Uni<Void> withdraw(List<UUID> documentIds, Instant now) {
        List<UUID> ids = documentIds.stream()
                .flatMap(document -> Stream.of(HistoryType.LAB_RESULT, HistoryType.PRESCRIPTION)
                        .map(type -> AiProposal.id(document, type)))
                .toList();
        return takePlaces(ids, now)
                .chain(() -> withdraw(Filters.in("_id", ids)))
                .chain(() -> withdraw(Filters.in(BATCH_DOCUMENTS, documentIds)))
                .chain(() -> withoutDocuments(documentIds, now));
    }

    /** Summaries that are not made yet are made without the documents, again where a replica is about it: its claim is no more. */
    private Uni<Void> withoutDocuments(List<UUID> documentIds, Instant now) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (UUID document : documentIds)
            all = all.chain(() -> mongoCollection()
                    .updateMany(
                            Filters.and(
                                    Filters.eq(BATCH_DOCUMENTS, document),
                                    Filters.eq(STATUS, ProposalStatus.PENDING.name())),
                            Updates.combine(
                                    Updates.pull(BATCH_DOCUMENTS, document),
                                    Updates.inc("batch.leftOut", 1),
                                    Updates.set(NEXT, now)))
                    .replaceWithVoid());
        return all;
    }

    private Uni<Void> takePlaces(List<UUID> ids, Instant now) {
        List<UpdateOneModel<AiProposal>> places = ids.stream()
                .map(id -> new UpdateOneModel<AiProposal>(
                        Filters.eq("_id", id), Updates.setOnInsert(GONE, now), new UpdateOptions().upsert(true)))
                .toList();
        // Whoever adds one at the same time was first: it is taken back like all others.
        return mongoCollection()
                .bulkWrite(places, new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /** Whether the document of which something was to be proposed is gone. */
    public Uni<Boolean> isGone(UUID id) {
        return mongoCollection()
                .countDocuments(Filters.and(Filters.eq("_id", id), Filters.exists(GONE)))
                .map(count -> count > 0);
    }

    private Uni<Void> withdraw(Bson which) {
        Bson silence = Updates.combine(Updates.set("statements", List.of()), Updates.inc(VERSION, 1L));
        return mongoCollection()
                .updateMany(
                        Filters.and(which, Filters.eq(STATUS, ProposalStatus.OPEN.name())),
                        Updates.combine(Updates.set(STATUS, ProposalStatus.WITHDRAWN.name()), silence))
                .chain(() -> mongoCollection()
                        .updateMany(
                                Filters.and(
                                        which,
                                        Filters.eq(STATUS, ProposalStatus.REJECTED.name()),
                                        Filters.ne("statements", List.of())),
                                silence))
                .replaceWithVoid();
    }

    /** Has it tried again. */
    public Uni<Void> delayed(AiProposal claimed, Instant next) {
        return mongoCollection()
                .updateOne(claim(claimed), Updates.set(NEXT, next))
                .replaceWithVoid();
    }

    private static Bson claim(AiProposal claimed) {
        return Filters.and(
                Filters.eq("_id", claimed.id()),
                Filters.eq(STATUS, ProposalStatus.PENDING.name()),
                Filters.eq(NEXT, claimed.nextAttemptAt()));
    }

    /** Some that were accepted and have not become an entry of the history yet. */
    public Uni<List<AiProposal>> withoutHistory(int portion) {
        return withoutHistory(Filters.eq(HISTORY_DUE, true), portion);
    }

    /** The same of one alone. */
    public Uni<List<AiProposal>> withoutHistory(UUID id) {
        return withoutHistory(Filters.and(Filters.eq("_id", id), Filters.eq(HISTORY_DUE, true)), 1);
    }

    private Uni<List<AiProposal>> withoutHistory(Bson condition, int portion) {
        return mongoCollection()
                .find(
                        condition,
                        new FindOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .limit(portion))
                .collect()
                .asList();
    }

    public Uni<Void> historyWritten(UUID id) {
        return mongoCollection()
                .updateOne(Filters.eq("_id", id), Updates.unset(HISTORY_DUE))
                .replaceWithVoid();
    }
}
