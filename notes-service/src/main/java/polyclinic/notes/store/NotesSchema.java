package polyclinic.notes.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.access.mongo.AccessCollections;
import polyclinic.commons.mongo.MongoSchema;
import polyclinic.commons.mongo.restatements.RestatementReceipts;
import polyclinic.commons.search.SearchTerms;

/** The indexes of the service's collections. */
@ApplicationScoped
class NotesSchema implements MongoSchema {
    private static final List<String> WITH_RECEIPTS = List.of("notes", "clinical_data", "history");

    @Override
    public List<Consumer<MongoDatabase>> steps() {
        return List.of(
                NotesSchema::indexLists,
                NotesSchema::indexReceipts,
                AccessCollections::index,
                AccessCollections::careByDoctor,
                NotesSchema::indexReceiptAges,
                NotesSchema::indexLabRequests,
                NotesSchema::indexListsOfAll,
                NotesSchema::indexTexts,
                NotesSchema::indexDiscarded,
                NotesSchema::indexFlagReceipts,
                NotesSchema::indexProvenance,
                NotesSchema::indexTemplates,
                NotesSchema::indexDraftEnds,
                NotesSchema::indexTranscripts,
                NotesSchema::indexWebhooks,
                NotesSchema::indexAiLogs,
                NotesSchema::indexProposals,
                NotesSchema::indexDocumentWorks,
                RestatementReceipts::index);
    }

    private static void indexLists(MongoDatabase database) {
        MongoSchema.index(database, "notes", "patient_created", newestFirst("patientId", "createdAt"));
        MongoSchema.index(database, "notes", "created", Indexes.descending("createdAt", "_id"));
        MongoSchema.index(database, "notes", "terms", Indexes.ascending("terms"));
        MongoSchema.index(
                database,
                "note_versions",
                "note_version",
                Indexes.compoundIndex(Indexes.ascending("noteId"), Indexes.descending("version")));
        MongoSchema.index(
                database,
                "clinical_data",
                "patient_type_effective",
                Indexes.compoundIndex(
                        Indexes.ascending("patientId", "dataType"), Indexes.descending("effectiveAt", "_id")));
        MongoSchema.index(database, "clinical_data", "patient_effective", newestFirst("patientId", "effectiveAt"));
        MongoSchema.index(database, "history", "patient_date", newestFirst("patientId", "date"));
        MongoSchema.index(database, "timeline_items", "patient_occurred", newestFirst("patientId", "occurredAt"));
    }

    private static void indexReceipts(MongoDatabase database) {
        for (String collection : WITH_RECEIPTS) MongoSchema.receiptIndex(database, collection);
    }

    private static void indexLabRequests(MongoDatabase database) {
        MongoSchema.index(database, "clinical_data", "lab_request", Indexes.ascending("labRequestId"));
    }

    /** Nurses and administrators may list without naming a patient. */
    private static void indexListsOfAll(MongoDatabase database) {
        MongoSchema.index(database, "clinical_data", "effective", Indexes.descending("effectiveAt", "_id"));
        MongoSchema.index(database, "clinical_data", "type_effective", newestFirst("dataType", "effectiveAt"));
        MongoSchema.index(database, "history", "date", Indexes.descending("date", "_id"));
    }

    /**
     * Notes of one patient are found by the patient and looked through, so one index of terms is enough: each has up to five hundred
     * keys a note. The terms of notes from before are made as they are made now.
     */
    private static void indexTexts(MongoDatabase database) {
        MongoCollection<Document> notes = database.getCollection("notes");
        for (Document index : notes.listIndexes())
            if ("patient_terms".equals(index.getString("name"))) notes.dropIndex("patient_terms");
        for (Document note : notes.find(Filters.exists("termCounts", false))
                .projection(Projections.include("version", "content", "addenda.text"))) {
            SearchTerms found = SearchTerms.of(
                    note.get("content", new Document()),
                    note.getList("addenda", Document.class, List.of()).stream()
                            .map(addendum -> addendum.getString("text"))
                            .toList());
            notes.updateOne(
                    Filters.and(Filters.eq("_id", note.get("_id")), Filters.eq("version", note.get("version"))),
                    Updates.combine(Updates.set("terms", found.terms()), Updates.set("termCounts", found.counts())));
        }
    }

    private static void indexReceiptAges(MongoDatabase database) {
        for (String collection : WITH_RECEIPTS) MongoSchema.receiptAgeIndex(database, collection);
    }

    /** Of a few among many: those that are not discarded are not in it. */
    private static void indexDiscarded(MongoDatabase database) {
        database.getCollection("notes")
                .createIndex(
                        Indexes.ascending("discardedAt"),
                        new IndexOptions().name("discarded").sparse(true));
    }

    /** Flags leave no receipts, but a key is looked for in every collection that publishes. */
    private static void indexFlagReceipts(MongoDatabase database) {
        MongoSchema.receiptIndex(database, "flags");
        MongoSchema.receiptAgeIndex(database, "flags");
    }

    private static void indexProvenance(MongoDatabase database) {
        for (String collection : List.of("notes", "history")) MongoSchema.provenanceIndex(database, collection);
    }

    private static void indexTemplates(MongoDatabase database) {
        MongoSchema.index(database, "note_templates", "created", Indexes.descending("createdAt", "_id"));
        MongoSchema.index(database, "note_templates", "author_created", newestFirst("author.subject", "createdAt"));
        MongoSchema.receiptIndex(database, "note_templates");
        MongoSchema.receiptAgeIndex(database, "note_templates");
    }

    /**
     * Drafts are few among many notes. The second index removes what the service has not removed a week after its time: without its
     * event, so that is for when the service was away for so long. Signing takes the field out; that the index is of drafts alone
     * holds also for what a release before this one signs.
     */
    private static void indexDraftEnds(MongoDatabase database) {
        database.getCollection("notes")
                .createIndex(
                        Indexes.ascending("draftTouchedAt"),
                        new IndexOptions().name("draft_touched").sparse(true));
        database.getCollection("notes")
                .createIndex(
                        Indexes.ascending("expiresAt"),
                        new IndexOptions()
                                .name("draft_expires")
                                .partialFilterExpression(Filters.eq("status", "DRAFT"))
                                .expireAfter(7L, TimeUnit.DAYS));
    }

    private static void indexTranscripts(MongoDatabase database) {
        MongoSchema.index(database, "transcripts", "patient_created", newestFirst("patientId", "createdAt"));
        MongoSchema.index(database, "transcripts", "created", Indexes.descending("createdAt", "_id"));
        MongoSchema.receiptIndex(database, "transcripts");
        MongoSchema.receiptAgeIndex(database, "transcripts");
    }

    private static void indexWebhooks(MongoDatabase database) {
        String deliveries = "webhook_deliveries";
        for (String collection : List.of("webhooks", deliveries)) {
            MongoSchema.receiptIndex(database, collection);
            MongoSchema.receiptAgeIndex(database, collection);
        }
        MongoSchema.index(
                database, deliveries, "webhook_due", Indexes.ascending("webhookId", "status", "nextAttemptAt"));
        MongoSchema.index(database, deliveries, "webhook_created", newestFirst("webhookId", "createdAt"));
        MongoSchema.index(database, deliveries, "created", Indexes.ascending("createdAt"));
    }

    private static void indexAiLogs(MongoDatabase database) {
        String logs = "ai_logs";
        MongoSchema.index(database, logs, "patient_recorded", newestFirst("patientId", "recordedAt"));
        MongoSchema.index(database, logs, "conversation_recorded", newestFirst("conversationId", "recordedAt"));
        MongoSchema.index(database, logs, "kind_recorded", newestFirst("kind", "recordedAt"));
        MongoSchema.index(database, logs, "recorded", Indexes.descending("recordedAt", "_id"));
        MongoSchema.receiptIndex(database, logs);
        MongoSchema.receiptAgeIndex(database, logs);
    }

    /** Those that wait for a machine, or for their entry of the history, are few among many. */
    private static void indexProposals(MongoDatabase database) {
        String proposals = "ai_proposals";
        MongoSchema.index(database, proposals, "patient_requested", newestFirst("patientId", "requestedAt"));
        MongoSchema.index(database, proposals, "status_requested", newestFirst("status", "requestedAt"));
        MongoSchema.index(database, proposals, "requested", Indexes.descending("requestedAt", "_id"));
        for (String field : List.of("nextAttemptAt", "historyDue", "batch.documentIds"))
            database.getCollection(proposals)
                    .createIndex(
                            Indexes.ascending(field),
                            new IndexOptions().name(field).sparse(true));
        MongoSchema.receiptIndex(database, proposals);
        MongoSchema.receiptAgeIndex(database, proposals);
        database.getCollection("ai_budgets")
                .createIndex(
                        Indexes.ascending("until"),
                        new IndexOptions().name("until_ttl").expireAfter(0L, TimeUnit.SECONDS));
    }

    /** Sparse: of all documents it holds the few that are to be looked through. */
    private static void indexDocumentWorks(MongoDatabase database) {
        database.getCollection("document_works")
                .createIndex(
                        Indexes.ascending("nextAttemptAt"),
                        new IndexOptions().name("nextAttemptAt").sparse(true));
        MongoSchema.receiptIndex(database, "document_works");
        MongoSchema.receiptAgeIndex(database, "document_works");
        database.getCollection("ai_proposals")
                .createIndex(
                        Indexes.ascending("goneAt"),
                        new IndexOptions().name("gone_ttl").expireAfter(1L, TimeUnit.DAYS));
    }

    private static Bson newestFirst(String of, String by) {
        return Indexes.compoundIndex(Indexes.ascending(of), Indexes.descending(by, "_id"));
    }
}
