package polyclinic.asset.content;

import polyclinic.commons.problem.Problem;

/** 416: the range lies behind the end. */
public final class RangeNotSatisfiable extends Problem {
    RangeNotSatisfiable() {
        super(416, "range-not-satisfiable", "The range begins behind the end of the content.");
    }
}
