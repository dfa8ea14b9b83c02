package polyclinic.prescription.laboratory;

import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-test}: a result is of a test that was not asked for, or a correction of one that has no result. */
public final class UnknownTest extends Problem {
    public UnknownTest(String detail) {
        super(422, "unknown-test", detail);
    }
}
