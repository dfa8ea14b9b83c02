package polyclinic.gateway.filters;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the place of a request that could not be parsed: a GET of a target that says what was wrong. So what answers every
 * other request answers these, too, with a problem, an id and the security headers. Who asks for such a target is answered the same.
 */
public final class UnparsedRequest {

    private static final String PREFIX = "/.unparsed/";

    private UnparsedRequest() {}

    /** @param failure of the decoder */
    public static String target(Throwable failure) {
        GatewayProblem problem = GatewayProblem.BAD_REQUEST;
        if (failure instanceof TooLongHttpLineException) problem = GatewayProblem.URI_TOO_LONG;
        else if (failure instanceof TooLongHttpHeaderException) problem = GatewayProblem.HEADERS_TOO_LARGE;
        return PREFIX + problem.status();
    }

    static boolean is(RoutingContext ctx) {
        return ctx.request().uri().startsWith(PREFIX);
    }

    /** Returns what is wrong; null when it is a request like any other. */
    static @Nullable GatewayProblem problem(String target) {
        if (!target.startsWith(PREFIX)) return null;
        return switch (target.substring(PREFIX.length())) {
            case "414" -> GatewayProblem.URI_TOO_LONG;
            case "431" -> GatewayProblem.HEADERS_TOO_LARGE;
            default -> GatewayProblem.BAD_REQUEST;
        };
    }
}
