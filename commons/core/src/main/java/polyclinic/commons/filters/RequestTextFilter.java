package polyclinic.commons.filters;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/**
 * Refuses control characters in paths and queries (stores choke on NUL), endless queries and those that cannot be decoded. The
 * query is taken as it came: clients send characters bare that a {@code java.net.URI} would not take, a bar for example.
 */
class RequestTextFilter {
    private static final int MAX_QUERY = 4096;

    @ServerRequestFilter
    public void check(RoutingContext request) {
        String query = request.request().query();
        if (query != null && query.length() > MAX_QUERY)
            throw new Problem(414, "query-too-long", "The query is longer than " + MAX_QUERY + " characters.");
        decoded(request).forEach((name, value) -> {
            if (!TextRules.isClean(value) || !TextRules.isClean(name))
                throw Problem.invalid("query", "must not hold control characters");
        });
        if (!TextRules.isClean(request.normalizedPath()))
            throw new Problem(404, "not-found", "There is nothing at this address.");
    }

    private static MultiMap decoded(RoutingContext request) {
        try {
            return request.queryParams();
        } catch (HttpException | IllegalArgumentException malformed) {
            throw new Problem(400, "malformed-request", "The query cannot be decoded.");
        }
    }
}
