package polyclinic.asset.consistency;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How far sweeps have come, in the collection {@code sweeps}: the next one goes on there, in whatever replica. */
@ApplicationScoped
class SweepProgress {
    private static final Bson DOCUMENT = Filters.eq("_id", "progress");

    private final ReactiveMongoCollection<Document> sweeps;

    SweepProgress(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.sweeps = mongo.getDatabase(database).getCollection("sweeps");
    }

    /**
     * @param begun when the latest comparison began
     * @param after the key behind which it goes on, null when it has reached the end
     * @param leftovers what was begun before has been looked at
     */
    record Reached(
            @Nullable Instant begun,
            @Nullable String after,
            @Nullable Instant leftovers) {
        /** Whether a comparison is under way, or the next one is to begin. */
        boolean isDue(Instant now, Duration every) {
            return after != null || begun == null || !now.isBefore(begun.plus(every));
        }

        /** When the comparison began that goes on now. */
        Instant begun(Instant now) {
            return after == null || begun == null ? now : begun;
        }
    }

    Uni<Reached> get() {
        return sweeps.find(DOCUMENT)
                .collect()
                .first()
                .map(found -> found == null
                        ? new Reached(null, null, null)
                        : new Reached(instant(found, "begun"), found.getString("after"), instant(found, "leftovers")));
    }

    /** A portion is done; {@code after} is null at the end. */
    Uni<Void> compared(Instant begun, @Nullable String after) {
        return update(Updates.combine(Updates.set("begun", Date.from(begun)), Updates.set("after", after)));
    }

    Uni<Void> cleared(Instant before) {
        return update(Updates.set("leftovers", Date.from(before)));
    }

    private Uni<Void> update(Bson change) {
        return sweeps.updateOne(DOCUMENT, change, new UpdateOptions().upsert(true))
                .replaceWithVoid();
    }

    private static @Nullable Instant instant(Document found, String field) {
        Date date = found.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
