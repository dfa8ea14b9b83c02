package polyclinic.gateway.filters;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an HTTP/1.x request declares the end of its body (RFC 9112, 6). */
public final class RequestFraming {

    /** Stands for the length of a body that does not declare one. */
    public static final long UNKNOWN_LENGTH = Long.MAX_VALUE;

    private static final String CHUNKED = "chunked";

    private RequestFraming() {}

    public static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || declaredLength(request) > 0;
    }

    /**
     * Returns Content-Length in bytes: {@link #UNKNOWN_LENGTH} for chunks and for a number that is invalid or too large
     * to count, 0 without a body.
     */
    public static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? UNKNOWN_LENGTH : 0;
        try {
            long value = Long.parseLong(length);
            return value < 0 ? UNKNOWN_LENGTH : value;
        } catch (NumberFormatException beyondLong) {
            return UNKNOWN_LENGTH;
        }
    }

    /** Returns what makes the framing ambiguous, so that gateway and service never read it differently; null when nothing does. */
    static @Nullable GatewayProblem problem(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            boolean soundChunks = encodings.size() == 1
                    && CHUNKED.equalsIgnoreCase(encodings.get(0))
                    && request.version() == HttpVersion.HTTP_1_1
                    && !headers.contains(HttpHeaders.CONTENT_LENGTH);
            if (!soundChunks) return GatewayProblem.BAD_REQUEST;
        }
        if (headers.getAll(HttpHeaders.HOST).size() > 1 || request.authority() == null) {
            return GatewayProblem.BAD_REQUEST;
        }
        String expected = headers.get(HttpHeaders.EXPECT);
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) return GatewayProblem.EXPECTATION_FAILED;
        return null;
    }
}
