package polyclinic.commons;

import java.util.Set;
import polyclinic.commons.structure.ModuleStructure;

class CoreStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }

    /** An entry names so many patients, and the rest are in another. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("Audit.record");
    }
}
