package polyclinic.appointment.doctors;

import polyclinic.commons.testing.contracts.EventContracts;

class DoctorContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return DoctorEvent.class;
    }
}
