package polyclinic.notes;

import polyclinic.commons.testing.contracts.Structure;

class NotesStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.notes";
    }
}
