package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class PapersStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
