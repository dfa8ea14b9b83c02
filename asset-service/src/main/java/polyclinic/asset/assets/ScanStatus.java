package polyclinic.asset.assets;

/** What a virus scanner says of the content. */
public enum ScanStatus {
    PENDING,
    CLEAN,
    INFECTED,
    /** There was no scanner, the content is larger than it takes, or a service of the suite made it. */
    SKIPPED
}
