package polyclinic.commons.mongo.restatements;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.messaging.restatements.HandledRestatements;
import polyclinic.commons.mongo.MongoFailures;

/** A document for each restatement that has had its effect, for two hours: what is older than one is passed over anyhow. */
@ApplicationScoped
public class RestatementReceipts implements HandledRestatements {
    private static final String COLLECTION = "handled_restatements";
    private static final String AT = "at";

    private final ReactiveMongoCollection<Document> handled;
    private final Clock clock;

    RestatementReceipts(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Clock clock) {
        this.handled = mongo.getDatabase(database).getCollection(COLLECTION);
        this.clock = clock;
    }

    /** A step of the schema of each service that listens to restatements. */
    public static void index(MongoDatabase database) {
        database.getCollection(COLLECTION)
                .createIndex(
                        Indexes.ascending(AT), new IndexOptions().name("at_ttl").expireAfter(2L, TimeUnit.HOURS));
    }

    @Override
    public Uni<Boolean> contains(UUID id) {
        return handled.find(Filters.eq("_id", id), new FindOptions().projection(Projections.include("_id")))
                .collect()
                .first()
                .map(found -> found != null);
    }

    @Override
    public Uni<Void> add(UUID id) {
        return handled.insertOne(new Document("_id", id).append(AT, Date.from(clock.instant())))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }
}
