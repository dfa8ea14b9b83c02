package polyclinic.commons;

import java.util.Set;
import polyclinic.commons.structure.ModuleStructure;

class MongoStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }

    /** It waits for ten seconds at most. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("MongoIdempotency.once");
    }
}
