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

    /** The pages of one round, the refusals of one batch. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("SignInCollection.next", "RecordIngestion.resolve", "RecordIngestion.write");
    }
}
