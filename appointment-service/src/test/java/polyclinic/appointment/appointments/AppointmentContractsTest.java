package polyclinic.appointment.appointments;

import polyclinic.commons.testing.contracts.EventContracts;

class AppointmentContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return AppointmentEvent.class;
    }
}
