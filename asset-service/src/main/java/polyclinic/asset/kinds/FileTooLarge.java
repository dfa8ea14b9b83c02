package polyclinic.asset.kinds;

import polyclinic.commons.problem.Problem;

/** 413: the file is larger than it may be. */
final class FileTooLarge extends Problem {
    FileTooLarge(String detail, long limit) {
        super(413, "too-large", detail);
        with("maxSize", limit);
    }
}
