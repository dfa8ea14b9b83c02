package polyclinic.notes.versions;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteText;
import polyclinic.notes.sources.NoteSource;

/** A text that a note once had. It never changes, so keeping it again has no effect. */
@MongoEntity(collection = NoteVersions.COLLECTION)
public class NoteVersion {
    /** Note and version, so that one text is kept once. */
    @BsonId
    private String id;

    private UUID noteId;
    /** The note's version that brought this text. */
    private long version;

    private Document content;
    private @Nullable UUID encounterId;
    private @Nullable UUID audioAssetId;
    private List<NoteSource> sources = new ArrayList<>();
    private Author writtenBy;
    private Instant writtenAt;

    @SuppressWarnings("NullAway.Init")
    private NoteVersion() {}

    /** The text that a note has now. */
    public static NoteVersion of(Note note) {
        NoteVersion version = new NoteVersion();
        version.id = note.id() + "/" + note.textVersion();
        version.noteId = note.id();
        version.version = note.textVersion();
        version.content = note.content();
        version.encounterId = note.encounterId();
        version.audioAssetId = note.audioAssetId();
        version.sources = note.sources();
        version.writtenBy = note.textAuthor();
        version.writtenAt = note.textWrittenAt();
        return version;
    }

    public NoteText text() {
        return new NoteText(ContentRules.toJson(content), encounterId, audioAssetId, sources);
    }

    long version() {
        return version;
    }

    Author writtenBy() {
        return writtenBy;
    }

    Instant writtenAt() {
        return writtenAt;
    }
}
