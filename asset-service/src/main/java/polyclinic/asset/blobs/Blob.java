package polyclinic.asset.blobs;

import java.time.Instant;

/** A blob as its store lists it. */
public record Blob(String key, long size, Instant modifiedAt) {}
