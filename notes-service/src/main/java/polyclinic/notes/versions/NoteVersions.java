package polyclinic.notes.versions;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.notes.store.ListConditions;

/**
 * Earlier texts of notes. A text is kept just before it is replaced: a crash between the two leaves a copy of the text
 * that the note still has, which lists leave out.
 */
@ApplicationScoped
public class NoteVersions implements ReactivePanacheMongoRepositoryBase<NoteVersion, String> {
    static final String COLLECTION = "note_versions";

    public Uni<Void> keep(NoteVersion version) {
        return mongoCollection()
                .insertOne(version)
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /** The text that the note had at a version, or null when it is not known. */
    public Uni<@Nullable NoteVersion> at(UUID noteId, long version) {
        return earlier(noteId, version + 1, 0).collect().first();
    }

    /** Of a draft that was discarded. */
    public Uni<Void> forget(UUID noteId) {
        return mongoCollection().deleteMany(Filters.eq("noteId", noteId)).replaceWithVoid();
    }

    /** Of drafts that were discarded. */
    public Uni<Void> forgetAll(List<UUID> noteIds) {
        if (noteIds.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection().deleteMany(Filters.in("noteId", noteIds)).replaceWithVoid();
    }

    /** Texts older than {@code before}, newest first, one more than the limit. */
    Multi<NoteVersion> earlier(UUID noteId, long before, int limit) {
        Bson filter = Filters.and(Filters.eq("noteId", noteId), Filters.lt("version", before));
        return mongoCollection().find(filter, ListConditions.read(Sorts.descending("version"), limit));
    }
}
