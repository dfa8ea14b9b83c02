package polyclinic.local;

import polyclinic.commons.structure.ModuleStructure;

class LauncherStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.local";
    }
}
