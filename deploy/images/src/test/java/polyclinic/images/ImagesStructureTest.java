package polyclinic.images;

import polyclinic.commons.structure.ModuleStructure;

class ImagesStructureTest extends ModuleStructure {
    @Override
    protected String root() {
        return "polyclinic.images";
    }
}
