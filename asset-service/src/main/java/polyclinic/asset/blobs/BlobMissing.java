package polyclinic.asset.blobs;

import java.io.IOException;

/** Metadata says that the bytes exist; the store says that they do not. */
public final class BlobMissing extends IOException {
    BlobMissing(String key) {
        super("blob " + key + " is missing or incomplete");
    }
}
