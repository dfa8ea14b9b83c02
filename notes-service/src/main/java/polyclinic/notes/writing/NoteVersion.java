package polyclinic.notes.writing;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.notes.content.Contents;
import polyclinic.notes.people.Author;

/** A text that a note once had. Never changed: keeping it again changes nothing. */
@MongoEntity(collection = NoteVersions.COLLECTION)
public class NoteVersion {
    /** Note and version, so that one text is kept once. */
    @BsonId
    public String id;

    public UUID noteId;
    /** The note's version that brought this text. */
    public long version;

    public Document content;
    public UUID encounterId;
    public UUID audioAssetId;
    public Author writtenBy;
    public Instant writtenAt;

    static String id(UUID noteId, long version) {
        return noteId + "/" + version;
    }

    NoteText text() {
        return new NoteText(Contents.toJson(content), encounterId, audioAssetId);
    }
}
