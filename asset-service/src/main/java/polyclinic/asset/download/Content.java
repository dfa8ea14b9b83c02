package polyclinic.asset.download;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.kinds.FileName;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.EntityTags;

/**
 * The bytes of an asset as a representation (RFC 9110 §8).
 *
 * @param name file name for the reader
 * @param sha256 lower-case hex; quoted it is the strong entity tag, as equal tags mean equal bytes
 */
record Content(String name, String contentType, long size, String sha256) {
    static Content of(Asset asset) {
        String name = asset.fileName() != null
                ? asset.fileName()
                : FileName.of(asset.kind().name().toLowerCase(Locale.ROOT), asset.id(), asset.contentType());
        return new Content(name, asset.contentType(), asset.size(), asset.sha256());
    }

    /** Evaluates the conditions in the order of RFC 9110 §13.2.2. */
    ContentAnswer answer(ContentConditions asked) {
        if (asked.ifMatch() != null && !matches(asked.ifMatch(), false)) return refused(EntityTags.stale());
        if (asked.ifNoneMatch() != null && matches(asked.ifNoneMatch(), true))
            return new ContentAnswer(304, safeHeaders(), null, null);
        try {
            return rangeStillApplies(asked.ifRange())
                    ? ByteRange.of(asked.range(), size).map(this::part).orElseGet(this::whole)
                    : whole();
        } catch (ByteRange.RangeNotSatisfiable behind) {
            return refused(behind).with("Content-Range", "bytes */" + size);
        }
    }

    private ContentAnswer refused(Problem problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", etag());
        headers.put("Accept-Ranges", "bytes");
        return new ContentAnswer(problem.status(), headers, null, problem);
    }

    private ContentAnswer whole() {
        return bytes(200, new ByteRange(0, size - 1));
    }

    private ContentAnswer part(ByteRange range) {
        return bytes(206, range).with("Content-Range", range.contentRange(size));
    }

    private ContentAnswer bytes(int status, ByteRange range) {
        Map<String, String> headers = safeHeaders();
        headers.put("Content-Length", Long.toString(range.length()));
        headers.put("Content-Type", contentType);
        headers.put("Content-Disposition", FileName.attachment(name));
        return new ContentAnswer(status, headers, range, null);
    }

    /** What a browser must not do with bytes that a client uploaded: guess their type, run them, keep them on its disk. */
    private Map<String, String> safeHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", etag());
        headers.put("Accept-Ranges", "bytes");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
        headers.put("Cache-Control", "no-store");
        return headers;
    }

    private String etag() {
        return '"' + sha256 + '"';
    }

    /** {@code If-Range} (§13.1.5) compares strongly; a date never matches, as no Last-Modified is sent. */
    private boolean rangeStillApplies(@Nullable String ifRange) {
        return ifRange == null || ifRange.strip().equals(etag());
    }

    private boolean matches(String list, boolean weakly) {
        if (list.strip().equals("*")) return true;
        for (String tag : list.split(",")) {
            String candidate = tag.strip();
            if (weakly && candidate.startsWith("W/")) candidate = candidate.substring(2);
            if (candidate.equals(etag())) return true;
        }
        return false;
    }
}
