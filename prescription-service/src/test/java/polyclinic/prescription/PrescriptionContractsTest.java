package polyclinic.prescription;

import polyclinic.commons.testing.EventContracts;
import polyclinic.prescription.events.PrescriptionEvent;

class PrescriptionContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return PrescriptionEvent.class;
    }
}
