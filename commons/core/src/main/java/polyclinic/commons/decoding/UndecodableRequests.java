package polyclinic.commons.decoding;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import polyclinic.commons.filters.ProblemResponse;

/**
 * Answers what stands in the place of a request that could not be read, see {@link RequestDecoding}: a target that says what was
 * wrong. Whoever asks for such a target is answered the same. The connection is closed, since what follows cannot be told from the
 * rest of that request.
 */
@Singleton
class UndecodableRequests {
    private static final String PREFIX = "/.undecodable/";
    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;

    /** Before everything that may answer, and after what only adds to the answer. */
    private static final int PRIORITY = 990;

    /** How long a client may go on sending before the connection is closed: a reset could destroy the answer in transit. */
    private static final long LINGER_TIMEOUT_MS = 1_000;

    void register(@Observes Filters filters) {
        filters.register(UndecodableRequests::handle, PRIORITY);
    }

    /** @param failure of the decoder, or of whoever read the target */
    static String target(Throwable failure) {
        if (failure instanceof TooLongHttpLineException) return PREFIX + URI_TOO_LONG;
        if (failure instanceof TooLongHttpHeaderException) return PREFIX + HEADERS_TOO_LARGE;
        return PREFIX + BAD_REQUEST;
    }

    private static void handle(RoutingContext request) {
        String target = request.request().uri();
        if (!target.startsWith(PREFIX)) request.next();
        else if (target.equals(PREFIX + URI_TOO_LONG))
            answer(request, URI_TOO_LONG, "uri-too-long", "The address is longer than any here.");
        else if (target.equals(PREFIX + HEADERS_TOO_LARGE))
            answer(request, HEADERS_TOO_LARGE, "headers-too-large", "The header fields are larger than 16 KiB.");
        else answer(request, BAD_REQUEST, "malformed-request", "The request is not well-formed HTTP.");
    }

    private static void answer(RoutingContext context, int status, String slug, String detail) {
        HttpServerRequest request = context.request();
        request.handler(dropped -> {}).exceptionHandler(gone -> {});
        request.resume();
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemResponse.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ProblemResponse.body(status, slug, detail, null, Map.of()))
                .onComplete(sent -> close(context, request));
    }

    private static void close(RoutingContext context, HttpServerRequest request) {
        if (request.isEnded()) request.connection().close();
        else
            context.vertx()
                    .setTimer(LINGER_TIMEOUT_MS, late -> request.connection().close());
    }
}
