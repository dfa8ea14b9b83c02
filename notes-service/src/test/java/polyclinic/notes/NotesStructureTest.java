package polyclinic.notes;

import polyclinic.commons.testing.Structure;

class NotesStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.notes";
    }
}
