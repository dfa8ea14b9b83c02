package polyclinic.notes;

import polyclinic.commons.testing.EventContracts;
import polyclinic.notes.events.NoteEvent;

class NotesContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return NoteEvent.class;
    }
}
