package polyclinic.asset.assets;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a virus scanner says of the content. */
@Schema(name = "Scan")
public enum ScanStatus {
    PENDING,
    CLEAN,
    INFECTED,
    /** There was no scanner, the content is larger than it takes, or a service of the suite made it. */
    SKIPPED
}
