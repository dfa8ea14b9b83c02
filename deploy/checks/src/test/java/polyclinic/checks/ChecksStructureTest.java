package polyclinic.checks;

import polyclinic.commons.structure.ModuleStructure;

class ChecksStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.checks";
    }
}
