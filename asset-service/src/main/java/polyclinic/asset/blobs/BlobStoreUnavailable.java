package polyclinic.asset.blobs;

import polyclinic.commons.problem.Problem;

/** 503: the metadata is known, the bytes cannot be reached. */
public final class BlobStoreUnavailable extends Problem {
    public BlobStoreUnavailable() {
        super(503, "blob-store-unavailable", "The file store does not answer; try again.");
    }
}
