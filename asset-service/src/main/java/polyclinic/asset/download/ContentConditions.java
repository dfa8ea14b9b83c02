package polyclinic.asset.download;

import org.jspecify.annotations.Nullable;

/** The header fields of a request that decide what of a content is sent (RFC 9110 §13 and §14); null where absent. */
record ContentConditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable String ifRange,
        @Nullable String range) {}
