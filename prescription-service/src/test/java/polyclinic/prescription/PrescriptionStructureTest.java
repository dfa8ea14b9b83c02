package polyclinic.prescription;

import polyclinic.commons.testing.contracts.Structure;

class PrescriptionStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.prescription";
    }
}
