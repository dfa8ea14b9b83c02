package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class AccessStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
