package polyclinic.appointment;

import polyclinic.commons.testing.contracts.Structure;

class AppointmentStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.appointment";
    }
}
