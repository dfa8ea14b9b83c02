package polyclinic.notes.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What this service tells the world on {@code notes.events}: that something was written, never what it says. */
public sealed interface NoteEvent extends Event {

    @EventType("note.drafted.v1")
    record Drafted(
            UUID noteId,
            long version,
            UUID patientId,
            UUID encounterId,
            NoteType noteType,
            NoteStatus status,
            Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return noteId;
        }
    }

    @EventType("note.updated.v1")
    record Updated(
            UUID noteId,
            long version,
            UUID patientId,
            UUID encounterId,
            NoteType noteType,
            NoteStatus status,
            Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return noteId;
        }
    }

    @EventType("note.signed.v1")
    record Signed(
            UUID noteId,
            long version,
            UUID patientId,
            UUID encounterId,
            NoteType noteType,
            NoteStatus status,
            Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return noteId;
        }
    }

    @EventType("note.addendum-added.v1")
    record AddendumAdded(
            UUID noteId,
            long version,
            UUID patientId,
            UUID encounterId,
            NoteType noteType,
            NoteStatus status,
            Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return noteId;
        }
    }

    @EventType("clinical-data.recorded.v1")
    record ClinicalDataRecorded(
            UUID clinicalDataId, UUID patientId, String dataType, Instant effectiveAt, Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return clinicalDataId;
        }
    }

    @EventType("history.recorded.v1")
    record HistoryRecorded(UUID historyId, UUID patientId, HistoryType historyType, LocalDate date, Instant occurredAt)
            implements NoteEvent {
        @Override
        public UUID aggregateId() {
            return historyId;
        }
    }
}
