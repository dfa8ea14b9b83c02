package polyclinic.notes.writing;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.commons.mongo.Lease;

/**
 * Earlier texts of notes. A text is kept just before it is replaced: a crash between the two leaves a copy of the text
 * that the note still has, which lists leave out.
 */
@ApplicationScoped
class NoteVersions implements ReactivePanacheMongoRepositoryBase<NoteVersion, String> {
    static final String COLLECTION = "note_versions";

    Uni<Void> keep(NoteVersion version) {
        return mongoCollection()
                .insertOne(version)
                .replaceWithVoid()
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    /** Texts older than {@code before}, newest first. */
    Uni<List<NoteVersion>> earlier(UUID noteId, long before, int count) {
        Bson filter = Filters.and(Filters.eq("noteId", noteId), Filters.lt("version", before));
        return mongoCollection()
                .find(
                        filter,
                        new FindOptions().sort(Sorts.descending("version")).limit(count))
                .collect()
                .asList();
    }

    /** The text that the note had at a version, or null. */
    Uni<NoteVersion> at(UUID noteId, long version) {
        return earlier(noteId, version + 1, 1).map(found -> found.isEmpty() ? null : found.get(0));
    }
}
