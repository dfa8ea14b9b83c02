package polyclinic.patient;

import polyclinic.commons.testing.Structure;

class PatientStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.patient";
    }
}
