package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import polyclinic.commons.problem.Problem;

/** Somebody else was faster. Both texts, so that the writer can bring them together and loses nothing. */
final class StaleNote extends Problem {
    StaleNote(Note current, long basedOn, NoteText yours) {
        super(412, "stale-version", "The note has changed since you read it.");
        with("current", new Text(current.version, current.text()));
        with("yours", new Text(basedOn, yours));
    }

    /** @param version the note's version that holds this text, or that it was based on */
    record Text(long version, JsonNode content, UUID encounterId, UUID audioAssetId) {
        Text(long version, NoteText text) {
            this(version, text.content(), text.encounterId(), text.audioAssetId());
        }
    }
}
