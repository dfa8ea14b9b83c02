package polyclinic.notes.events;

import polyclinic.commons.messaging.Event;

/** An event about one of a patient's documents: that it was written, never what it says. */
sealed interface DocumentEvent extends Event
        permits NoteEvent, ClinicalDataEvent, HistoryEvent, TranscriptEvent, ProposalEvent, DigitizingEvent {}
