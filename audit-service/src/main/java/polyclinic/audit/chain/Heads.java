package polyclinic.audit.chain;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.bson.Document;

/**
 * Where each chain ended when a batch was last acknowledged. A head may lag behind its chain (after a crash between the
 * two writes) but is never ahead of it, unless somebody cut the chain's tail.
 */
@ApplicationScoped
public class Heads implements ReactivePanacheMongoRepositoryBase<Head, Integer> {
    private final Entries entries;

    Heads(Entries entries) {
        this.entries = entries;
    }

    /** A head never goes back: an update that comes late changes nothing. */
    public Uni<Void> save(Collection<Head> heads) {
        List<WriteModel<Head>> writes = heads.stream()
                .<WriteModel<Head>>map(head -> new UpdateOneModel<>(
                        Filters.and(Filters.eq("_id", head.chain()), Filters.lt("seq", head.seq())),
                        Updates.combine(Updates.set("seq", head.seq()), Updates.set("hash", head.hash())),
                        new UpdateOptions().upsert(true)))
                .toList();
        return mongoCollection()
                .bulkWrite(writes, new com.mongodb.client.model.BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(Heads::isOnlyLate)
                .recoverWithNull();
    }

    public Uni<List<Head>> all() {
        return mongoCollection().find(Document.class).map(Heads::read).collect().asList();
    }

    /** Where the chain really ends: from the saved head forward, a page at a time. */
    public Uni<Head> find(int chain) {
        return mongoCollection()
                .find(Filters.eq("_id", chain), Document.class)
                .map(Heads::read)
                .collect()
                .first()
                .onItem()
                .ifNull()
                .continueWith(() -> Head.start(chain))
                .chain(saved -> saved.seq() == 0 ? last(chain) : confirmed(saved));
    }

    private Uni<Head> confirmed(Head saved) {
        return entries.stretch(saved.chain(), saved.seq(), saved.seq()).chain(found -> {
            if (!found.isEmpty() && saved.hash().equals(found.get(0).hash())) return forward(saved);
            Log.errorf(
                    "the audit chain %d ends before its head (entry %d): its tail was cut or changed",
                    saved.chain(), saved.seq());
            return last(saved.chain());
        });
    }

    private Uni<Head> forward(Head head) {
        return entries.stretch(head.chain(), head.seq() + 1, head.seq() + Entries.PAGE)
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().item(head)
                        : forward(page.get(page.size() - 1).head()));
    }

    private Uni<Head> last(int chain) {
        return entries.last(chain).map(entry -> entry == null ? Head.start(chain) : entry.head());
    }

    /** A damaged head becomes one that nothing matches. */
    private static Head read(Document stored) {
        Number chain = stored.get("_id", Number.class);
        return stored.get("seq") instanceof Number seq && stored.get("hash") instanceof String hash
                ? new Head(chain.intValue(), seq.longValue(), hash)
                : new Head(chain.intValue(), 0, "");
    }

    /** The upsert of a head that is already further on runs into the index on {@code _id}. */
    private static boolean isOnlyLate(Throwable failure) {
        return failure instanceof com.mongodb.MongoBulkWriteException bulk
                && bulk.getWriteErrors().stream().allMatch(error -> error.getCode() == Schema.DUPLICATE_KEY);
    }
}
