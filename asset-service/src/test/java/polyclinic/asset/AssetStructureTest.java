package polyclinic.asset;

import polyclinic.commons.testing.contracts.Structure;

class AssetStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.asset";
    }
}
