package polyclinic.patient;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class PatientStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.patient";
    }

    @Override
    protected Set<String> daysOfUtc() {
        return Set.of("BirthDate.of");
    }
}
