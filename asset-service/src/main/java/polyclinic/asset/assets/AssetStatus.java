package polyclinic.asset.assets;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where an asset stands between its upload and the removal of its bytes. */
@Schema(name = "Status")
public enum AssetStatus {
    /** The document is written, the bytes are on their way into the store. */
    STORING,
    STORED,
    /** A tombstone, or an upload that failed; the bytes may still be there. */
    DELETED
}
