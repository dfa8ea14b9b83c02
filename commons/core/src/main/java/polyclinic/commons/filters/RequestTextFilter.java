package polyclinic.commons.filters;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/** Refuses control characters in paths and queries (stores choke on NUL) and endless queries. */
class RequestTextFilter {
    private static final int MAX_QUERY = 4096;

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        var uri = request.getUriInfo();
        String query = uri.getRequestUri().getRawQuery();
        if (query != null && query.length() > MAX_QUERY)
            throw new Problem(414, "query-too-long", "The query is longer than " + MAX_QUERY + " characters.");
        uri.getQueryParameters().forEach((name, values) -> {
            for (String value : values)
                if (!TextRules.isClean(value) || !TextRules.isClean(name))
                    throw Problem.invalid("query", "must not hold control characters");
        });
        if (!TextRules.isClean(uri.getPath())) throw new Problem(404, "not-found", "There is nothing at this address.");
    }
}
