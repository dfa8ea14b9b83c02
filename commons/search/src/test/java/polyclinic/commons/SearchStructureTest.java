package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class SearchStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
