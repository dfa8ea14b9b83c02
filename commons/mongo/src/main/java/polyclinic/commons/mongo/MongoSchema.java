package polyclinic.commons.mongo;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.function.Consumer;
import org.bson.conversions.Bson;

/**
 * The steps that bring a service's database to the form that its code expects, in order. Implement it as a CDI bean;
 * {@link MongoMigrator} runs it. Steps are only ever added, and each may run again (in another replica at the same time, or
 * after a crash in the middle).
 */
public interface MongoSchema {
    List<Consumer<MongoDatabase>> steps();

    static void index(MongoDatabase database, String collection, String name, Bson keys) {
        database.getCollection(collection).createIndex(keys, new IndexOptions().name(name));
    }

    static void uniqueIndex(MongoDatabase database, String collection, String name, Bson keys) {
        database.getCollection(collection)
                .createIndex(keys, new IndexOptions().name(name).unique(true));
    }

    /** Finds what comes from elsewhere by its source and id there, and lets no second one be. */
    static void provenanceIndex(MongoDatabase database, String collection) {
        database.getCollection(collection)
                .createIndex(
                        Indexes.ascending("provenance.source", "provenance.externalId"),
                        new IndexOptions()
                                .name(MongoFailures.EXTERNAL_ID)
                                .unique(true)
                                .sparse(true));
    }

    /** Finds the receipt of an {@code Idempotency-Key} and lets no second one be. */
    static void receiptIndex(MongoDatabase database, String collection) {
        database.getCollection(collection)
                .createIndex(
                        Indexes.ascending(IdempotencyReceipts.KEYS),
                        new IndexOptions().name("receipt_keys").unique(true).sparse(true));
    }

    /**
     * Finds the receipts that {@link ReceiptRetention} takes out, and removes the bodies of answers that releases before this
     * one kept in them. A replica of the release before may still write one; it leaves with its receipt.
     */
    static void receiptAgeIndex(MongoDatabase database, String collection) {
        index(database, collection, "receipt_age", Indexes.ascending(IdempotencyReceipts.FIELD + ".at"));
        database.getCollection(collection)
                .updateMany(
                        Filters.exists(IdempotencyReceipts.FIELD + ".body"),
                        Updates.unset(IdempotencyReceipts.FIELD + ".$[].body"));
    }
}
