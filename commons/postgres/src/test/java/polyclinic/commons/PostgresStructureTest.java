package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class PostgresStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
