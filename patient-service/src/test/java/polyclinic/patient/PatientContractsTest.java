package polyclinic.patient;

import polyclinic.commons.testing.EventContracts;
import polyclinic.patient.events.PatientEvent;

class PatientContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return PatientEvent.class;
    }
}
