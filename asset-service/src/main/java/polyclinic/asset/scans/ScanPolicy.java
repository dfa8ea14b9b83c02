package polyclinic.asset.scans;

import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.ScanStatus;

/** Which contents are scanned, and what is given out before and after. */
@ApplicationScoped
public class ScanPolicy {
    private final ScanConfig config;

    ScanPolicy(ScanConfig config) {
        this.config = config;
    }

    /** @param byService a service of the suite made the content */
    public ScanStatus atFirst(long size, boolean byService) {
        boolean scanned = config.address().isPresent()
                && !byService
                && size <= config.maxSize().asLongValue();
        return scanned ? ScanStatus.PENDING : ScanStatus.SKIPPED;
    }

    /** @throws ContentQuarantined 409 */
    public void requireGivenOut(Asset asset) {
        ScanStatus scan = asset.scan();
        if (scan == ScanStatus.INFECTED || scan == ScanStatus.PENDING && config.required())
            throw new ContentQuarantined(scan);
    }
}
