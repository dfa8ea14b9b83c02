package polyclinic.asset.access;

import polyclinic.commons.problem.Problem;

/** 403: the caller's role never stores assets of this kind. */
public final class AssetKindForbidden extends Problem {
    public AssetKindForbidden() {
        super(403, "forbidden", "Your role does not store assets of this kind.");
    }
}
