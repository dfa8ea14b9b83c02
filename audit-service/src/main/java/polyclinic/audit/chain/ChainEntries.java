package polyclinic.audit.chain;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;

/**
 * The stored entries: those that the database still has. Ranges of a chain are read by their keys, a page at a time: that is an index lookup everywhere, and
 * neither side ever holds more than a page.
 */
@ApplicationScoped
public class ChainEntries {
    /** Entries read in one round trip. */
    public static final int PAGE_SIZE = 500;

    private final ReactiveMongoCollection<BsonDocument> entries;

    ChainEntries(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.entries = mongo.getDatabase(database).getCollection("entries", BsonDocument.class);
    }

    /** Writes in this order and stops at the first that an index refuses. */
    public Uni<Void> append(List<ChainEntry> added) {
        return entries.insertMany(
                        added.stream().map(EntryDocument::write).toList(), new InsertManyOptions().ordered(true))
                .replaceWithVoid();
    }

    /**
     * Writes those that are not there, in any order. What is there already is not looked at; read the range again to see whether
     * it is the same.
     */
    public Uni<Void> restore(List<ChainEntry> lost) {
        return entries.insertMany(
                        lost.stream().map(EntryDocument::write).toList(), new InsertManyOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /** What is there of the positions {@code from … to} (both included), in order. */
    public Uni<List<StoredEntry>> range(int chain, long from, long to) {
        if (to < from) return Uni.createFrom().item(List.of());
        List<String> keys = LongStream.rangeClosed(from, to)
                .mapToObj(seq -> ChainEntry.key(chain, seq))
                .toList();
        return entries.find(Filters.in("_id", keys), new FindOptions().batchSize(PAGE_SIZE))
                .map(EntryDocument::read)
                .collect()
                .asList()
                .map(found -> found.stream()
                        .sorted(Comparator.comparing(StoredEntry::key))
                        .toList());
    }

    /**
     * The same of a chain that grows meanwhile, for whoever holds a gap against it: of two batches that come while a page is read
     * it may have the later one alone, so a page with a gap is read again, as far as it went: before what is there all is there.
     */
    public Uni<List<StoredEntry>> settledRange(int chain, long from, long to) {
        return settled(from, to, end -> range(chain, from, end));
    }

    /** @param read what is there from {@code from} to the position that it is given */
    static Uni<List<StoredEntry>> settled(long from, long to, LongFunction<Uni<List<StoredEntry>>> read) {
        return read.apply(to)
                .chain(page -> hasGap(page, from)
                        ? read.apply(page.get(page.size() - 1).position())
                        : Uni.createFrom().item(page));
    }

    private static boolean hasGap(List<StoredEntry> page, long from) {
        return !page.isEmpty() && page.get(page.size() - 1).position() != from + page.size() - 1;
    }

    /** The whole chain in order, as far as it has grown when its end is reached; positions that are empty are passed over. */
    public Multi<StoredEntry> stream(int chain) {
        return ChainReader.stream(
                start -> settledRange(chain, start, start + PAGE_SIZE - 1), start -> nextAfter(chain, start - 1));
    }

    /** The entry of the record with this id, or null. */
    public Uni<@Nullable StoredEntry> byRecordId(String id) {
        return entries.find(Filters.eq("id", id))
                .map(EntryDocument::read)
                .collect()
                .first();
    }

    public Uni<List<StoredEntry>> byRecordIds(Collection<String> ids) {
        return entries.find(Filters.in("id", ids))
                .map(EntryDocument::read)
                .collect()
                .asList();
    }

    /** The highest entry of a chain, or null. */
    public Uni<@Nullable StoredEntry> last(int chain) {
        return entries.find(
                        Filters.eq("chain", chain),
                        new FindOptions().sort(Sorts.descending("seq")).limit(1))
                .map(EntryDocument::read)
                .collect()
                .first();
    }

    /** The lowest position beyond {@code seq} that is taken, or null. */
    public Uni<@Nullable Long> nextAfter(int chain, long seq) {
        return entries.find(
                        Filters.and(Filters.eq("chain", chain), Filters.gt("seq", seq)),
                        new FindOptions()
                                .projection(Projections.include("seq"))
                                .sort(Sorts.ascending("seq"))
                                .limit(1))
                .map(found -> found.getNumber("seq").longValue())
                .collect()
                .first();
    }

    /** The highest position up to {@code seq} that is taken, or null. */
    public Uni<@Nullable Long> lastUpTo(int chain, long seq) {
        return entries.find(
                        Filters.and(Filters.eq("chain", chain), Filters.lte("seq", seq)),
                        new FindOptions()
                                .projection(Projections.include("seq"))
                                .sort(Sorts.descending("seq"))
                                .limit(1))
                .map(found -> found.getNumber("seq").longValue())
                .collect()
                .first();
    }

    /** Removes these, which S3 has. What else lies at their places stays. */
    public Uni<Void> remove(List<ChainEntry> archived) {
        List<String> keys = archived.stream().map(ChainEntry::key).toList();
        List<String> hashes = archived.stream().map(ChainEntry::hash).toList();
        return entries.deleteMany(Filters.and(Filters.in("_id", keys), Filters.in("hash", hashes)))
                .replaceWithVoid();
    }

    /** Whether there is no entry of any chain. */
    public Uni<Boolean> isEmpty() {
        return entries.find(new FindOptions().limit(1)).collect().first().map(found -> found == null);
    }

    /** How many documents claim a position of the chain behind {@code behind}, up to {@code to}; the index answers it. */
    public Uni<Long> count(int chain, long behind, long to) {
        return entries.countDocuments(
                Filters.and(Filters.eq("chain", chain), Filters.gt("seq", behind), Filters.lte("seq", to)));
    }

    public Uni<List<Integer>> chains() {
        return entries.distinct("chain", BsonValue.class)
                .filter(BsonValue::isNumber)
                .map(chain -> chain.asNumber().intValue())
                .collect()
                .asList();
    }

    /** @param limit 0 for all */
    public Multi<StoredEntry> matching(Bson filter, Bson order, int limit) {
        return entries.find(filter, new FindOptions().sort(order).limit(limit)).map(EntryDocument::read);
    }
}
