package polyclinic.appointment;

import polyclinic.appointment.events.AppointmentEvent;
import polyclinic.commons.testing.EventContracts;

class AppointmentContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return AppointmentEvent.class;
    }
}
