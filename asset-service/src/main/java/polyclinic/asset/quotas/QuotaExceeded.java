package polyclinic.asset.quotas;

import polyclinic.commons.problem.Problem;

/** 507: as much as may be stored is stored, of this patient today or of all days. */
final class QuotaExceeded extends Problem {
    QuotaExceeded(int files, long bytes) {
        super(507, "quota-exceeded", "No more can be stored for this patient today.");
        with("maxFiles", files);
        with("maxBytes", bytes);
    }

    /** Not for today alone. */
    QuotaExceeded() {
        super(507, "quota-exceeded", "No more can be stored until something is deleted.");
    }
}
