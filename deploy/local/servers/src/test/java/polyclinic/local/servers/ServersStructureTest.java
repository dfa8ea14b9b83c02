package polyclinic.local.servers;

import polyclinic.commons.structure.ModuleStructure;

class ServersStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.local";
    }
}
