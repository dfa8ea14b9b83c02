package polyclinic.asset.scans;

import polyclinic.asset.assets.ScanStatus;
import polyclinic.commons.problem.Problem;

/** 409: the content is infected, or has not been scanned yet where it must be. */
final class ContentQuarantined extends Problem {
    ContentQuarantined(ScanStatus scan) {
        super(409, "quarantined", "The content is not given out: see scan.");
        with("scan", scan);
    }
}
