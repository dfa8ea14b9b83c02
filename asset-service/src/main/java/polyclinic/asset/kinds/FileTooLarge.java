package polyclinic.asset.kinds;

import polyclinic.commons.problem.Problem;

/** 413: larger than this kind of asset may be. */
final class FileTooLarge extends Problem {
    FileTooLarge(long limit) {
        super(413, "too-large", "The file is larger than an asset of this kind may be.");
        with("maxSize", limit);
    }
}
