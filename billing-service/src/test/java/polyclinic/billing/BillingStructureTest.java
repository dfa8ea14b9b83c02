package polyclinic.billing;

import polyclinic.commons.testing.contracts.Structure;

class BillingStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.billing";
    }
}
