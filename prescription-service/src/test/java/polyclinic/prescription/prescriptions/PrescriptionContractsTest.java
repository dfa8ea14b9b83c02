package polyclinic.prescription.prescriptions;

import polyclinic.commons.testing.contracts.EventContracts;

class PrescriptionContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return PrescriptionEvent.class;
    }
}
