package polyclinic.prescription.prescriptions;

import java.util.List;
import polyclinic.commons.testing.contracts.EventContracts;
import polyclinic.prescription.cancellation.CancellationEvent;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.inventory.alerts.StockEvent;
import polyclinic.prescription.laboratory.LabRequestEvent;

class PrescriptionContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return PrescriptionEvent.class;
    }

    @Override
    protected List<Class<?>> allEvents() {
        return List.of(
                PrescriptionEvent.class,
                CancellationEvent.class,
                LabRequestEvent.class,
                DispenseEvent.class,
                StockEvent.class);
    }
}
