package polyclinic.notes.versions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Author;
import polyclinic.notes.notes.NoteText;

record NoteVersionView(
        @JsonIgnore UUID patientId,
        long version,
        JsonNode content,
        @Nullable UUID encounterId,
        @Nullable UUID audioAssetId,
        Author writtenBy,
        Instant writtenAt)
        implements PatientData {

    static NoteVersionView of(UUID patientId, NoteVersion version) {
        NoteText text = version.text();
        return new NoteVersionView(
                patientId,
                version.version(),
                text.content(),
                text.encounterId(),
                text.audioAssetId(),
                version.writtenBy(),
                version.writtenAt());
    }
}
