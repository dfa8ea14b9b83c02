package polyclinic.audit.checkpoints;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.BsonValue;
import org.bson.Document;
import polyclinic.audit.chain.Schema;

/** The checkpoints in the database. They are only ever added; {@code archived} is the one field that changes. */
@ApplicationScoped
public class Checkpoints implements ReactivePanacheMongoRepositoryBase<Checkpoint, String> {
    /** Checkpoints read in one round trip; each may hold {@code polyclinic.audit.checkpoints.entries} leaves. */
    public static final int PAGE = 50;

    private volatile boolean ready;

    /** Creates the named indexes. */
    public Uni<Void> ready() {
        if (ready) return Uni.createFrom().voidItem();
        return mongoCollection()
                .createIndex(Indexes.ascending("chain", "size"), new IndexOptions().name("chain_size"))
                .chain(() -> mongoCollection()
                        .createIndex(Indexes.ascending("archived"), new IndexOptions().name("archived")))
                .invoke(() -> ready = true)
                .replaceWithVoid();
    }

    /** False when another replica has made this one already. */
    public Uni<Boolean> add(Checkpoint checkpoint) {
        return mongoCollection()
                .insertOne(checkpoint)
                .replaceWith(true)
                .onFailure(failure -> failure instanceof MongoWriteException write
                        && write.getError().getCode() == Schema.DUPLICATE_KEY)
                .recoverWithItem(false);
    }

    /** Numbers {@code from … to} (both included) as far as they exist, in order. */
    public Uni<List<Checkpoint>> stretch(int chain, long from, long to) {
        List<String> keys = LongStream.rangeClosed(from, to)
                .mapToObj(number -> Checkpoint.key(chain, number))
                .toList();
        return mongoCollection()
                .find(Filters.in("_id", keys), Document.class)
                .map(Checkpoint::of)
                .collect()
                .asList()
                .map(found -> found.stream()
                        .sorted(Comparator.comparing(Checkpoint::key))
                        .toList());
    }

    /** The last of a chain, found by walking on from {@code from}; null when there is none at or after it. */
    public Uni<Checkpoint> last(int chain, long from) {
        return last(chain, from, null);
    }

    /** One by its name, or null. */
    public Uni<Checkpoint> get(String key) {
        return mongoCollection()
                .find(Filters.eq("_id", key), Document.class)
                .map(Checkpoint::of)
                .collect()
                .first();
    }

    /** The first that covers entry {@code seq}, or null when none does yet. */
    public Uni<Checkpoint> covering(int chain, long seq) {
        return mongoCollection()
                .find(
                        Filters.and(
                                Filters.eq("chain", chain), Filters.lt("previousSize", seq), Filters.gte("size", seq)),
                        Document.class,
                        new FindOptions().sort(Sorts.ascending("size")).limit(1))
                .map(Checkpoint::of)
                .collect()
                .first();
    }

    /** Those that are not in S3 yet, by name; {@code limit} at most. */
    public Uni<List<String>> unarchived(int limit) {
        return mongoCollection()
                .find(
                        Filters.ne("archived", true),
                        Document.class,
                        new FindOptions()
                                .projection(Projections.include("_id"))
                                .sort(Sorts.ascending("_id"))
                                .limit(limit))
                .map(found -> found.getString("_id"))
                .collect()
                .asList();
    }

    public Uni<Void> archived(String key) {
        return mongoCollection()
                .updateOne(Filters.eq("_id", key), Updates.set("archived", true))
                .replaceWithVoid();
    }

    /** All checkpoints in the order of chains and numbers, after {@code key}. */
    public Uni<List<Checkpoint>> list(Integer chain, String after, int limit) {
        var filter = Filters.and(
                chain == null ? Filters.empty() : Filters.eq("chain", chain),
                after == null ? Filters.empty() : Filters.gt("_id", after));
        return mongoCollection()
                .find(
                        filter,
                        Document.class,
                        new FindOptions().sort(Sorts.ascending("_id")).limit(limit))
                .map(Checkpoint::of)
                .collect()
                .asList();
    }

    public Uni<List<Integer>> chains() {
        return mongoCollection()
                .distinct("chain", BsonValue.class)
                .filter(BsonValue::isNumber)
                .map(chain -> chain.asNumber().intValue())
                .collect()
                .asList();
    }

    private Uni<Checkpoint> last(int chain, long from, Checkpoint best) {
        return stretch(chain, from, from + PAGE - 1).chain(page -> {
            if (page.isEmpty()) return Uni.createFrom().item(best);
            Checkpoint last = page.get(page.size() - 1);
            return last(chain, last.number() + 1, last);
        });
    }
}
