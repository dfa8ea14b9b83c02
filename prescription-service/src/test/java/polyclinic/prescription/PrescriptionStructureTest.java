package polyclinic.prescription;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class PrescriptionStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.prescription";
    }

    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("DuplicatedContextRunner");
    }

    /** An import reads its file as it arrives, on a worker thread. */
    @Override
    protected Set<String> waitsOnWorkers() {
        return Set.of("DuplicatedContextRunner.await");
    }

    /** Fifty pages at most, and the steps of one attempt. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("PatientLookup.page", "IssuingProcess.drive");
    }
}
