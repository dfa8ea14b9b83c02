package polyclinic.appointment;

import polyclinic.commons.testing.Structure;

class AppointmentStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.appointment";
    }
}
