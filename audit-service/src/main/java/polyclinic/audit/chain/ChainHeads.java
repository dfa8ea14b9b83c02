package polyclinic.audit.chain;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.mongo.MongoFailures;

/**
 * Where each chain ended when a batch was last acknowledged. A head may lag behind its chain (after a crash between the
 * two writes) but is never ahead of it, unless somebody cut the chain's tail.
 */
@ApplicationScoped
public class ChainHeads {
    /** The hash of what cannot be read: it matches nothing, and nothing may follow it. */
    private static final String UNREADABLE = "";

    private final ReactiveMongoCollection<Document> heads;
    private final ChainEntries entries;

    ChainHeads(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            ChainEntries entries) {
        this.heads = mongo.getDatabase(database).getCollection("heads");
        this.entries = entries;
    }

    /** A head never goes back: an update that comes late changes nothing. */
    public Uni<Void> save(Collection<ChainHead> reached) {
        List<WriteModel<Document>> writes = reached.stream()
                .<WriteModel<Document>>map(head -> new UpdateOneModel<>(
                        Filters.and(Filters.eq("_id", head.chain()), Filters.lt("seq", head.seq())),
                        Updates.combine(Updates.set("seq", head.seq()), Updates.set("hash", head.hash())),
                        new UpdateOptions().upsert(true)))
                .toList();
        // The upsert of a head that is already further on runs into the index on _id.
        return heads.bulkWrite(writes, new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    public Uni<List<ChainHead>> all() {
        return heads.find().map(ChainHeads::read).collect().asList();
    }

    /** Where the chain really ends: from the saved head forward, a page at a time. */
    public Uni<ChainHead> find(int chain) {
        return heads.find(Filters.eq("_id", chain))
                .map(ChainHeads::read)
                .collect()
                .first()
                .onItem()
                .ifNull()
                .continueWith(() -> ChainHead.start(chain))
                .chain(saved -> saved.seq() == 0 ? last(chain) : confirmed(saved));
    }

    private Uni<ChainHead> confirmed(ChainHead saved) {
        return entries.range(saved.chain(), saved.seq(), saved.seq()).chain(found -> {
            if (!found.isEmpty()
                    && found.get(0) instanceof ChainEntry entry
                    && saved.hash().equals(entry.hash())) return forward(saved);
            Log.errorf(
                    "the audit chain %d ends before its head (entry %d): its tail was cut or changed",
                    saved.chain(), saved.seq());
            return last(saved.chain());
        });
    }

    private Uni<ChainHead> forward(ChainHead head) {
        ChainHead[] reached = {head};
        return AsyncLoop.whileMore(() -> {
                    long from = reached[0].seq() + 1;
                    return entries.range(head.chain(), from, from + ChainEntries.PAGE_SIZE - 1)
                            .map(page -> {
                                if (page.isEmpty()) return false;
                                reached[0] = head(head.chain(), page.get(page.size() - 1));
                                return true;
                            });
                })
                .map(end -> reached[0]);
    }

    private Uni<ChainHead> last(int chain) {
        return entries.last(chain).map(entry -> entry == null ? ChainHead.start(chain) : head(chain, entry));
    }

    private static ChainHead head(int chain, StoredEntry last) {
        return last instanceof ChainEntry entry ? entry.head() : new ChainHead(chain, last.position(), UNREADABLE);
    }

    private static ChainHead read(Document stored) {
        Number chain = stored.get("_id", Number.class);
        return stored.get("seq") instanceof Number seq && stored.get("hash") instanceof String hash
                ? new ChainHead(chain.intValue(), seq.longValue(), hash)
                : new ChainHead(chain.intValue(), 0, UNREADABLE);
    }
}
