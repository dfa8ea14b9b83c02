package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteText;

/** Another writer was faster. It holds both texts, so that the slower one can merge them and loses nothing. */
final class StaleNote extends Problem {
    StaleNote(Note current, long basedOn, NoteText yours) {
        super(412, "stale-version", "The note has changed since you read it.");
        with("current", new Text(current.version(), current.text()));
        with("yours", new Text(basedOn, yours));
    }

    /** @param version the note's version that holds this text, or that it was based on */
    record Text(
            long version,
            JsonNode content,
            @Nullable UUID encounterId,
            @Nullable UUID audioAssetId) {
        Text(long version, NoteText text) {
            this(version, text.content(), text.encounterId(), text.audioAssetId());
        }
    }
}
