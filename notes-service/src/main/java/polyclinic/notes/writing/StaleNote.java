package polyclinic.notes.writing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteText;

/** Another writer was faster. It holds both texts, so that the slower one can merge them and loses nothing; that is a read. */
final class StaleNote extends Problem {
    StaleNote(Note current, long basedOn, NoteText yours) {
        super(412, "stale-version", "The note has changed since you read it.");
        with("current", new Text(current.patientId(), current.version(), current.text()));
        with("yours", new Text(current.patientId(), basedOn, yours));
        about("note", current.id(), current.patientId());
    }

    /** @param version the note's version that holds this text, or that it was based on */
    record Text(
            @JsonIgnore UUID patientId,
            long version,
            JsonNode content,
            @Nullable UUID encounterId,
            @Nullable UUID audioAssetId)
            implements PatientData {
        Text(UUID patientId, long version, NoteText text) {
            this(patientId, version, text.content(), text.encounterId(), text.audioAssetId());
        }
    }
}
