package polyclinic.notes.flags;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.EntityTags;

/** Keeps flags. They are nobody's data, so they have no scope: who may write them is the operation's to say. */
@ApplicationScoped
class Flags implements ReactivePanacheMongoRepositoryBase<Flag, String> {
    static final String COLLECTION = "flags";

    /** Each caller is told all of them, and every replica holds them in memory. */
    static final int MAX = 500;

    /** What has the name, deleted or not; null when nothing ever had it. */
    Uni<@Nullable Flag> named(String name) {
        return mongoCollection()
                .find(Filters.eq("_id", name), new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first();
    }

    /** All that have a say, by name. */
    Uni<List<Flag>> all() {
        return mongoCollection()
                .find(
                        Filters.eq("deleted", false),
                        new FindOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .limit(MAX))
                .collect()
                .asList();
    }

    /** Fails with 409 when there are as many as there may be. Two at once may both be the last one: nothing depends on it. */
    Uni<Void> requireRoom() {
        return mongoCollection().countDocuments(Filters.eq("deleted", false)).map(count -> {
            if (count >= MAX)
                throw new Problem(409, "too-many-flags", "There are " + MAX + " flags, the most at once.");
            return null;
        });
    }

    /**
     * Writes a flag and its messages in one write; fails with 412 when it has changed since it was read.
     *
     * @param before as it was read, or null when nothing had the name
     */
    Uni<Void> save(@Nullable Flag before, Flag flag, List<Document> messages) {
        if (before == null) {
            flag.carry(messages, List.of());
            return persist(flag)
                    .onFailure(MongoFailures::isDuplicateKey)
                    .transform(faster -> EntityTags.stale())
                    .replaceWithVoid();
        }
        List<Bson> changes = new ArrayList<>();
        for (Map.Entry<String, Object> member : flag.members().entrySet())
            changes.add(Updates.set(member.getKey(), member.getValue()));
        for (String absent : flag.absentMembers()) changes.add(Updates.unset(absent));
        changes.add(Updates.pushEach(MongoOutbox.FIELD, messages));
        changes.add(Updates.set(MongoOutbox.PENDING, true));
        return mongoCollection()
                .updateOne(
                        Filters.and(Filters.eq("_id", flag.name()), Filters.eq("version", before.version())),
                        Updates.combine(changes))
                .map(result -> {
                    if (result.getModifiedCount() == 0) throw EntityTags.stale();
                    return null;
                });
    }
}
