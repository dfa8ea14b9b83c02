package polyclinic.notes.flags;

import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.problem.Problem;

/** An administrator has switched it off, for everybody or for this caller. */
final class FeatureOff extends Problem {
    FeatureOff(SuiteFeature feature) {
        super(503, "feature-off", "This is switched off at the moment, by the flag " + feature.flag() + ".");
    }

    /** As the gateway says it: nobody switches it on again within moments. */
    @Override
    public int retryAfterSeconds() {
        return 30;
    }
}
