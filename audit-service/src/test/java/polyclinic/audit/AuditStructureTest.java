package polyclinic.audit;

import polyclinic.commons.testing.contracts.Structure;

class AuditStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.audit";
    }
}
