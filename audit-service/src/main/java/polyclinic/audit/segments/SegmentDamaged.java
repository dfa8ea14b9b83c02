package polyclinic.audit.segments;

import polyclinic.commons.problem.Problem;

/** 409: the manifest of a sealed year is not what a trusted key signed. */
class SegmentDamaged extends Problem {
    private static final long serialVersionUID = 1L;

    SegmentDamaged() {
        super(409, "segment-damaged", "The manifest of this segment is not signed by a trusted key.");
    }
}
