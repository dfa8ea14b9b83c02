package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class MongoStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
