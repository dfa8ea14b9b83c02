package polyclinic.notes.writing;

import java.util.UUID;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

/**
 * @param q words, each the beginning of a word of the note; or null
 * @param span of the time when the note was begun
 */
record NoteSearch(UUID patientId, String q, NoteType type, Span span, Keyset after, int limit) {}
