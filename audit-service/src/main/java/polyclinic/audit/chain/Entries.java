package polyclinic.audit.chain;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The stored entries. Stretches of a chain are read by their keys, a page at a time: that is an index lookup everywhere,
 * and neither side ever holds more than a page.
 */
@ApplicationScoped
public class Entries implements ReactivePanacheMongoRepositoryBase<Entry, String> {
    /** Entries read in one round trip. */
    public static final int PAGE = 500;

    /** Writes in this order and stops at the first that an index refuses. */
    public Uni<Void> append(List<Entry> entries) {
        return mongoCollection()
                .insertMany(entries, new InsertManyOptions().ordered(true))
                .replaceWithVoid();
    }

    /** What is there of {@code from … to} (both included), in order. */
    public Uni<List<Entry>> stretch(int chain, long from, long to) {
        if (to < from) return Uni.createFrom().item(List.of());
        List<String> keys = LongStream.rangeClosed(from, to)
                .mapToObj(seq -> Entry.key(chain, seq))
                .toList();
        return mongoCollection()
                .find(Filters.in("_id", keys), Document.class, new FindOptions().batchSize(PAGE))
                .map(Entry::of)
                .collect()
                .asList()
                .map(found ->
                        found.stream().sorted(Comparator.comparing(Entry::key)).toList());
    }

    /** The whole chain in order, from {@code from}; places that are empty are passed over. */
    public Multi<Entry> stream(int chain, long from) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {from}, next -> page(chain, next))
                .whilst(page -> !page.isEmpty())
                .onItem()
                .transformToIterable(page -> page);
    }

    private Uni<List<Entry>> page(int chain, long[] next) {
        long start = next[0];
        next[0] = start + PAGE;
        return stretch(chain, start, start + PAGE - 1)
                .chain(page -> page.isEmpty()
                        ? nextAfter(chain, start + PAGE - 1).chain(there -> {
                            if (there == null) return Uni.createFrom().item(page);
                            next[0] = there + PAGE;
                            return stretch(chain, there, there + PAGE - 1);
                        })
                        : Uni.createFrom().item(page));
    }

    public Uni<Entry> byEntryId(String id) {
        return mongoCollection()
                .find(Filters.eq("id", id), Document.class)
                .map(Entry::of)
                .collect()
                .first();
    }

    public Uni<List<Entry>> byEntryIds(Collection<String> ids) {
        return mongoCollection()
                .find(Filters.in("id", ids), Document.class)
                .map(Entry::of)
                .collect()
                .asList();
    }

    /** The highest entry of a chain, or null. */
    public Uni<Entry> last(int chain) {
        return mongoCollection()
                .find(
                        Filters.eq("chain", chain),
                        Document.class,
                        new FindOptions().sort(Sorts.descending("seq")).limit(1))
                .map(Entry::of)
                .collect()
                .first();
    }

    /** The lowest place beyond {@code seq} that is taken, or null. */
    public Uni<Long> nextAfter(int chain, long seq) {
        return mongoCollection()
                .find(
                        Filters.and(Filters.eq("chain", chain), Filters.gt("seq", seq)),
                        Document.class,
                        new FindOptions()
                                .projection(Projections.include("seq"))
                                .sort(Sorts.ascending("seq"))
                                .limit(1))
                .collect()
                .first()
                .map(found ->
                        found == null ? null : found.get("seq", Number.class).longValue());
    }

    /** How many documents claim a place of the chain up to {@code seq}. */
    public Uni<Long> count(int chain, long seq) {
        return mongoCollection().countDocuments(Filters.and(Filters.eq("chain", chain), Filters.lte("seq", seq)));
    }

    public Uni<List<Integer>> chains() {
        return mongoCollection()
                .distinct("chain", BsonValue.class)
                .filter(BsonValue::isNumber)
                .map(chain -> chain.asNumber().intValue())
                .collect()
                .asList();
    }

    /** @param limit 0 for all */
    public Multi<Entry> matching(Bson filter, Bson order, int limit) {
        return mongoCollection()
                .find(filter, Document.class, new FindOptions().sort(order).limit(limit))
                .map(Entry::of);
    }
}
