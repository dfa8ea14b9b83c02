package polyclinic.audit.rebuild;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says, from before the first entry that is brought back to after the last, that the database is not whole: a replica that
 * starts meanwhile, or after the one that rebuilt was killed, must not take it for one that has all its entries.
 */
@ApplicationScoped
class RebuildMark {
    private static final Document MARK = new Document("_id", "rebuild");

    private final ReactiveMongoCollection<Document> marks;

    RebuildMark(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.marks = mongo.getDatabase(database).getCollection("rebuild");
    }

    Uni<Void> set() {
        return marks.replaceOne(Filters.eq(MARK.get("_id")), MARK, new ReplaceOptions().upsert(true))
                .replaceWithVoid();
    }

    Uni<Boolean> isSet() {
        return marks.find(Filters.eq(MARK.get("_id"))).collect().first().map(found -> found != null);
    }

    Uni<Void> clear() {
        return marks.deleteOne(Filters.eq(MARK.get("_id"))).replaceWithVoid();
    }
}
