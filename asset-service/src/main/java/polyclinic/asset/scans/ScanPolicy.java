package polyclinic.asset.scans;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.commons.problem.Problem;

/**
 * Which contents are scanned, and what is given out before and after. Where scans are required nothing gets round them: the
 * service does not start without a scanner, and what is too large for it is not stored.
 */
@Startup
@ApplicationScoped
public class ScanPolicy {
    private final ScanConfig config;

    ScanPolicy(ScanConfig config) {
        if (config.required() && config.address().isEmpty())
            throw new IllegalStateException(
                    "polyclinic.scan.required needs polyclinic.scan.address: nothing could be scanned");
        this.config = config;
    }

    /**
     * @param byService a service of the suite made the content
     * @throws Problem 413 {@code too-large} when it must be scanned and is larger than the scanner takes
     */
    public ScanStatus atFirst(long size, boolean byService) {
        if (config.address().isEmpty() || byService) return ScanStatus.SKIPPED;
        long max = config.maxSize().asLongValue();
        if (size <= max) return ScanStatus.PENDING;
        if (config.required())
            throw new Problem(413, "too-large", "The file is larger than what can be scanned for viruses.")
                    .with("maxSize", max);
        return ScanStatus.SKIPPED;
    }

    /** @throws ContentQuarantined 409 */
    public void requireGivenOut(Asset asset) {
        ScanStatus scan = asset.scan();
        if (scan == ScanStatus.INFECTED || scan == ScanStatus.PENDING && config.required())
            throw new ContentQuarantined(asset);
    }
}
