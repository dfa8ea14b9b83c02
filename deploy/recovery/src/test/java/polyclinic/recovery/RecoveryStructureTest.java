package polyclinic.recovery;

import polyclinic.commons.structure.ModuleStructure;

class RecoveryStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.recovery";
    }
}
