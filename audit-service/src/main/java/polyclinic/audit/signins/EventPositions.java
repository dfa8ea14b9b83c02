package polyclinic.audit.signins;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Up to which time the events of each kind are in the trail. A position never goes back. */
@ApplicationScoped
class EventPositions {
    private static final String TIME = "time";

    private final ReactiveMongoCollection<Document> positions;

    EventPositions(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.positions = mongo.getDatabase(database).getCollection("event_positions");
    }

    /** Epoch milliseconds; 0 before the first event, so that what was kept before the service came is not lost. */
    Uni<Long> get(String kind) {
        return positions
                .find(Filters.eq("_id", kind))
                .collect()
                .first()
                .map(found -> found == null ? 0L : found.get(TIME, Number.class).longValue());
    }

    Uni<Void> advance(String kind, long time) {
        return positions
                .updateOne(Filters.eq("_id", kind), Updates.max(TIME, time), new UpdateOptions().upsert(true))
                .replaceWithVoid();
    }
}
