package polyclinic.commons.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A turn that one replica holds for a while. Each new holder gets a larger fencing token; work that must not run twice
 * carries the token into its write. Documents live in the collection {@code leases}.
 */
@ApplicationScoped
public class Lease {
    private final ReactiveMongoCollection<Document> leases;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();

    Lease(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database, Clock clock) {
        this.leases = mongo.getDatabase(database).getCollection("leases");
        this.clock = clock;
    }

    /** The fencing token (1, 2, 3 …) when this replica has the turn until {@code length} from now, else null. */
    public Uni<Long> take(String name, Duration length) {
        Instant now = clock.instant();
        Date until = Date.from(now.plus(length));
        return leases.findOneAndUpdate(
                        Filters.and(
                                Filters.eq("_id", name),
                                Filters.eq("holder", holder),
                                Filters.gt("until", Date.from(now))),
                        Updates.set("until", until),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .switchTo(() -> takeOver(name, now, until))
                .map(lease -> lease == null ? null : ((Number) Objects.requireNonNull(lease.get("token"))).longValue());
    }

    private Uni<Document> takeOver(String name, Instant now, Date until) {
        return leases.findOneAndUpdate(
                        Filters.and(Filters.eq("_id", name), Filters.lte("until", Date.from(now))),
                        Updates.combine(
                                Updates.set("holder", holder), Updates.set("until", until), Updates.inc("token", 1L)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .switchTo(() -> leases.find(Filters.eq("_id", name))
                        .collect()
                        .first()
                        .chain(held -> held != null ? Uni.createFrom().nullItem() : create(name, until)));
    }

    private Uni<Document> create(String name, Date until) {
        Document lease = new Document("_id", name)
                .append("holder", holder)
                .append("until", until)
                .append("token", 1L);
        return leases.insertOne(lease)
                .map(inserted -> lease)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }
}
