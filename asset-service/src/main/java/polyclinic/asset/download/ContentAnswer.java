package polyclinic.asset.download;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.commons.problem.Problem;

/**
 * How a request for a content is answered: 200, 206, 304, 412 or 416.
 *
 * @param headers header fields by name
 * @param range the bytes to send, or null when none are
 * @param problem why the request is refused, or null
 * @param blobKey where the bytes are, or null before that is known
 * @param patientId whose content it is, or null
 */
record ContentAnswer(
        int status,
        Map<String, String> headers,
        @Nullable ByteRange range,
        @Nullable Problem problem,
        @Nullable String blobKey,
        @Nullable UUID patientId) {
    ContentAnswer(int status, Map<String, String> headers, @Nullable ByteRange range, @Nullable Problem problem) {
        this(status, headers, range, problem, null, null);
    }

    ContentAnswer of(Asset asset) {
        return new ContentAnswer(status, headers, range, problem, asset.blobKey(), asset.patientId());
    }

    ContentAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ContentAnswer(status, more, range, problem, blobKey, patientId);
    }
}
