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
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A turn that one replica holds for a while. Each new holder gets a larger fencing token; work that must not run twice
 * carries the token into its write. Documents live in the collection {@code leases}.
 */
@ApplicationScoped
public class Lease {
    /** After a refusal; whoever has the turn keeps it for longer. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final ReactiveMongoCollection<Document> leases;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final Map<String, Instant> refusedAt = new ConcurrentHashMap<>();

    /** What this replica knows of a turn that it has. */
    private record Turn(long token, Instant until) {}

    Lease(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database, Clock clock) {
        this.leases = mongo.getDatabase(database).getCollection("leases");
        this.clock = clock;
    }

    /**
     * The same as {@link #take} for whoever asks all the time: it writes only when less than half of the turn is left, and asks
     * again a second after a refusal at the earliest. Each write waits for a majority of the replica set.
     */
    public Uni<Long> keep(String name, Duration length) {
        Instant now = clock.instant();
        Turn turn = turns.get(name);
        if (turn != null && now.plus(length.dividedBy(2)).isBefore(turn.until()))
            return Uni.createFrom().item(turn.token());
        Instant refused = refusedAt.get(name);
        if (refused != null && now.isBefore(refused.plus(ASK_AGAIN)))
            return Uni.createFrom().nullItem();
        return take(name, length);
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
                .map(lease -> lease == null ? null : ((Number) Objects.requireNonNull(lease.get("token"))).longValue())
                .invoke(token -> remember(name, token, now, now.plus(length)))
                .onFailure()
                .invoke(unknown -> turns.remove(name));
    }

    private void remember(String name, @Nullable Long token, Instant now, Instant until) {
        if (token == null) {
            turns.remove(name);
            refusedAt.put(name, now);
        } else {
            turns.put(name, new Turn(token, until));
            refusedAt.remove(name);
        }
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
