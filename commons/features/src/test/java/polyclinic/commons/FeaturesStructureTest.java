package polyclinic.commons;

import polyclinic.commons.structure.ModuleStructure;

class FeaturesStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.commons";
    }
}
