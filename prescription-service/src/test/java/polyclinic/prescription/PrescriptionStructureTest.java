package polyclinic.prescription;

import polyclinic.commons.testing.Structure;

class PrescriptionStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.prescription";
    }
}
