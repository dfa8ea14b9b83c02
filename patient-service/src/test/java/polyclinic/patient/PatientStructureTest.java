package polyclinic.patient;

import polyclinic.commons.testing.contracts.Structure;

class PatientStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.patient";
    }
}
