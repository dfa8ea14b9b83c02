package polyclinic.asset.download;

import polyclinic.commons.problem.Problem;

/** 416: the range lies behind the end. */
final class RangeNotSatisfiable extends Problem {
    RangeNotSatisfiable() {
        super(416, "range-not-satisfiable", "The range begins behind the end of the content.");
    }
}
