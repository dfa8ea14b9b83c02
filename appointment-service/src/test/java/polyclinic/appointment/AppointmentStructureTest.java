package polyclinic.appointment;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class AppointmentStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.appointment";
    }

    @Override
    protected Set<String> daysOfUtc() {
        return Set.of("QueueEntries.today");
    }
}
