package polyclinic.asset.assets;

/** Where an asset stands between its upload and the removal of its bytes. */
public enum AssetStatus {
    /** The document is written, the bytes are on their way into the store. */
    STORING,
    STORED,
    /** A tombstone, or an upload that failed; the bytes may still be there. */
    DELETED
}
