package polyclinic.audit;

import polyclinic.commons.testing.Structure;

class AuditStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.audit";
    }
}
