package polyclinic.notes.notes;

import polyclinic.commons.problem.Problem;

final class NotTheAuthor extends Problem {
    NotTheAuthor() {
        super(403, "not-the-author", "Only its author or a treating doctor may do this to a note.");
    }
}
