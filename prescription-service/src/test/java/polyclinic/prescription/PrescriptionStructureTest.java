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
}
