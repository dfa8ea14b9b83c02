package polyclinic.commons.testing;

import polyclinic.commons.structure.ModuleStructure;

class TestingStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons.testing";
    }
}
