package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class AccessMongoStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
