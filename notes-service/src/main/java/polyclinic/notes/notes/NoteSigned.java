package polyclinic.notes.notes;

import polyclinic.commons.problem.Problem;

final class NoteSigned extends Problem {
    NoteSigned() {
        super(409, "note-signed", "A signed note never changes; add an addendum.");
    }
}
