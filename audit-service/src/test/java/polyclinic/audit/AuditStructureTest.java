package polyclinic.audit;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class AuditStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.audit";
    }

    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("CheckpointSchedule");
    }
}
