package polyclinic.asset.scans;

import polyclinic.asset.assets.Asset;
import polyclinic.commons.problem.Problem;

/** 409: the content is infected, or has not been scanned yet where it must be. */
final class ContentQuarantined extends Problem {
    ContentQuarantined(Asset asset) {
        super(409, "quarantined", "The content is not given out: see scan.");
        with("scan", asset.scan());
        about("asset", asset.id(), asset.patientId());
    }
}
