package polyclinic.billing;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class BillingStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.billing";
    }

    /** It repeats after the change of another. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of("DispenseReturns.charged");
    }
}
