package polyclinic.notes.notes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.search.Snippet;
import polyclinic.notes.content.Addendum;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.sources.NoteSource;

/**
 * A note as clients see it.
 *
 * @param expiresAt when the draft goes unless somebody writes in it before; null while that is far
 * @param enteredInError that it should never have been, or null
 * @param sources from where its sentences come
 * @param templateId the template that it was begun from
 * @param templateVersion which version of the template that was
 * @param provenance where it was written, when that was not here
 * @param snippet in answers to a search the piece of the text that answers it
 * @param highlights of the snippet what was looked for
 */
public record NoteView(
        UUID id,
        UUID patientId,
        @Nullable UUID encounterId,
        NoteType type,
        NoteStatus status,
        JsonNode content,
        @Nullable UUID audioAssetId,
        List<NoteSource> sources,
        @Nullable UUID templateId,
        @Nullable Long templateVersion,
        Author author,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant expiresAt,
        @Nullable Author signedBy,
        @Nullable Instant signedAt,
        List<Addendum> addenda,
        @Nullable EnteredInError enteredInError,
        @Nullable Provenance provenance,
        @Nullable String snippet,
        @Nullable List<Snippet.Highlight> highlights)
        implements PatientData {

    public static NoteView of(Note note) {
        return of(note, null);
    }

    /** @param snippet where it answers a question; null outside of a search */
    static NoteView of(Note note, @Nullable Snippet snippet) {
        return new NoteView(
                note.id(),
                note.patientId(),
                note.encounterId(),
                note.type(),
                note.status(),
                ContentRules.toJson(note.content()),
                note.audioAssetId(),
                note.sources(),
                note.templateId(),
                note.templateVersion(),
                note.author(),
                note.version(),
                note.createdAt(),
                note.updatedAt(),
                note.expiresAt(),
                note.signedBy(),
                note.signedAt(),
                note.addenda(),
                note.enteredInError(),
                note.provenance(),
                snippet == null ? null : snippet.text(),
                snippet == null ? null : snippet.highlights());
    }
}
