package polyclinic.notes.versions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Author;
import polyclinic.notes.notes.NoteText;

record NoteVersionView(
        long version,
        JsonNode content,
        @Nullable UUID encounterId,
        @Nullable UUID audioAssetId,
        Author writtenBy,
        Instant writtenAt) {

    static NoteVersionView of(NoteVersion version) {
        NoteText text = version.text();
        return new NoteVersionView(
                version.version(),
                text.content(),
                text.encounterId(),
                text.audioAssetId(),
                version.writtenBy(),
                version.writtenAt());
    }
}
