package polyclinic.audit;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class AuditStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.audit";
    }

    /** A verification may take hours, and writes down nothing but how far it came. */
    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("CheckpointSchedule", "VerificationSchedule");
    }

    /** Months of the archive are named in UTC, as years of the trail are: a name is the same in whatever zone the clinic is. */
    @Override
    protected Set<String> daysOfUtc() {
        return Set.of("EventArchival.begin");
    }

    /** The pages of one round, the refusals of one batch. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("SignInCollection.next", "RecordIngestion.resolve", "RecordIngestion.write");
    }
}
