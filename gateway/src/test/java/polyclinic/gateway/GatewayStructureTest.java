package polyclinic.gateway;

import polyclinic.commons.structure.ModuleStructure;

class GatewayStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.gateway";
    }
}
