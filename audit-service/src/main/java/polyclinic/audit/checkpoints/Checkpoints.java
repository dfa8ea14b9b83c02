package polyclinic.audit.checkpoints;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;

/** The checkpoints in the database. They are only ever added; {@code archived} is the one field that changes. */
@ApplicationScoped
public class Checkpoints {
    /** A full one is 45 KB. */
    private static final int IN_MEMORY = 8;

    private final ReactiveMongoCollection<Document> checkpoints;

    Checkpoints(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.checkpoints = mongo.getDatabase(database).getCollection("checkpoints");
    }

    /** False when another replica has made this one already. */
    Uni<Boolean> add(Checkpoint checkpoint) {
        return checkpoints
                .insertOne(CheckpointJson.document(checkpoint))
                .replaceWith(true)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithItem(false);
    }

    /** Adds one that comes from S3; false when there is one with this key. */
    public Uni<Boolean> restore(Checkpoint checkpoint) {
        return add(checkpoint.withArchived(true));
    }

    /** The numbers {@code from … to} (both included) as far as they exist, in order. */
    public Uni<List<StoredCheckpoint>> range(int chain, long from, long to) {
        List<String> keys = LongStream.rangeClosed(from, to)
                .mapToObj(number -> Checkpoint.key(chain, number))
                .toList();
        return checkpoints
                .find(Filters.in("_id", keys))
                .map(CheckpointJson::read)
                .collect()
                .asList()
                .map(found -> found.stream()
                        .sorted(Comparator.comparing(StoredCheckpoint::key))
                        .toList());
    }

    /** The last of a chain, or null: one document of the index {@code chain_size}, however many there are. */
    Uni<@Nullable StoredCheckpoint> last(int chain) {
        return checkpoints
                .find(
                        Filters.eq("chain", chain),
                        new FindOptions().sort(Sorts.descending("size")).limit(1))
                .map(CheckpointJson::read)
                .collect()
                .first();
    }

    /** The one with this key, or null. */
    public Uni<@Nullable StoredCheckpoint> get(String key) {
        return checkpoints
                .find(Filters.eq("_id", key))
                .map(CheckpointJson::read)
                .collect()
                .first();
    }

    /** The first that covers entry {@code seq}, or null when none does yet. */
    public Uni<@Nullable StoredCheckpoint> covering(int chain, long seq) {
        return checkpoints
                .find(
                        Filters.and(
                                Filters.eq("chain", chain), Filters.lt("previousSize", seq), Filters.gte("size", seq)),
                        new FindOptions().sort(Sorts.ascending("size")).limit(1))
                .map(CheckpointJson::read)
                .collect()
                .first();
    }

    /** The keys of those that are not in S3 yet, in order; {@code limit} at most. */
    public Uni<List<String>> unarchived(int limit) {
        return checkpoints
                .find(
                        Filters.in("archived", false, null),
                        new FindOptions()
                                .projection(Projections.include("_id"))
                                .sort(Sorts.ascending("_id"))
                                .limit(limit))
                .map(found -> found.getString("_id"))
                .collect()
                .asList();
    }

    public Uni<Void> markArchived(String key) {
        return checkpoints
                .updateOne(Filters.eq("_id", key), Updates.set("archived", true))
                .replaceWithVoid();
    }

    /**
     * Checkpoints in the order of chains and numbers.
     *
     * @param chain only of this chain
     * @param after only those behind this key
     */
    public Multi<StoredCheckpoint> list(@Nullable Integer chain, @Nullable String after, int limit) {
        Bson filter = Filters.and(
                chain == null ? Filters.empty() : Filters.eq("chain", chain),
                after == null ? Filters.empty() : Filters.gt("_id", after));
        return checkpoints
                .find(
                        filter,
                        new FindOptions()
                                .sort(Sorts.ascending("_id"))
                                .limit(limit)
                                .batchSize(IN_MEMORY))
                .map(CheckpointJson::read);
    }

    public Uni<List<Integer>> chains() {
        return checkpoints
                .distinct("chain", BsonValue.class)
                .filter(BsonValue::isNumber)
                .map(chain -> chain.asNumber().intValue())
                .collect()
                .asList();
    }
}
