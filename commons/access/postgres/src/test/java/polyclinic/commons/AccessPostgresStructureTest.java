package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class AccessPostgresStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
