package polyclinic.asset;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class AssetStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.asset";
    }

    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("ContentPump");
    }
}
