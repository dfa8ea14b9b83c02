package polyclinic.notes.notes;

import polyclinic.commons.problem.Problem;

final class NoteNotSigned extends Problem {
    NoteNotSigned() {
        super(409, "note-not-signed", "A draft takes no addenda; edit it.");
    }
}
