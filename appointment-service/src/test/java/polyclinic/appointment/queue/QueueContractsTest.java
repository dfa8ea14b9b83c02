package polyclinic.appointment.queue;

import polyclinic.commons.testing.contracts.EventContracts;

class QueueContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return QueueEvent.class;
    }
}
