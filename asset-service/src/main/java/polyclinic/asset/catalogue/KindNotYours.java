package polyclinic.asset.catalogue;

import polyclinic.commons.problem.Problem;

/** 403: the caller's role never stores assets of this kind. */
final class KindNotYours extends Problem {
    KindNotYours() {
        super(403, "forbidden", "Your role does not store assets of this kind.");
    }
}
