package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class CoreStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
