package polyclinic.notes.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.EventType;

/** Events about notes. */
public sealed interface NoteEvent extends DocumentEvent {
    Snapshot note();

    @Override
    default UUID aggregateId() {
        return note().noteId();
    }

    record Snapshot(
            UUID noteId,
            long version,
            UUID patientId,
            @Nullable UUID encounterId,
            NoteType noteType,
            NoteStatus status,
            Instant occurredAt) {}

    @EventType("note.drafted.v1")
    record Drafted(@JsonUnwrapped Snapshot note) implements NoteEvent {}

    @EventType("note.updated.v1")
    record Updated(@JsonUnwrapped Snapshot note) implements NoteEvent {}

    @EventType("note.signed.v1")
    record Signed(@JsonUnwrapped Snapshot note) implements NoteEvent {}

    @EventType("note.addendum-added.v1")
    record AddendumAdded(@JsonUnwrapped Snapshot note) implements NoteEvent {}

    /**
     * A draft in which nobody has written for long, and which goes at that time unless somebody does.
     *
     * @param createdBy the account of who began it, who is to be told
     */
    @EventType("note.draft-expiring.v1")
    record DraftExpiring(@JsonUnwrapped Snapshot note, String createdBy, Instant expiresAt) implements NoteEvent {}

    /** A draft that was thrown away with its text, or whose time was over. */
    @EventType("note.discarded.v1")
    record Discarded(@JsonUnwrapped Snapshot note) implements NoteEvent {}

    /** A note, draft or signed, that should never have been. @param replacedBy the note that is right, or null */
    @EventType("note.entered-in-error.v1")
    record MarkedInError(
            @JsonUnwrapped Snapshot note, @Nullable UUID replacedBy) implements NoteEvent {}
}
