package polyclinic.asset;

import polyclinic.commons.testing.Structure;

class AssetStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.asset";
    }
}
