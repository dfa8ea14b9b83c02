package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import polyclinic.notes.content.Contents;
import polyclinic.notes.people.Author;

record NoteVersionView(
        long version, JsonNode content, UUID encounterId, UUID audioAssetId, Author writtenBy, Instant writtenAt) {

    static NoteVersionView of(NoteVersion version) {
        return new NoteVersionView(
                version.version,
                Contents.toJson(version.content),
                version.encounterId,
                version.audioAssetId,
                version.writtenBy,
                version.writtenAt);
    }
}
