package polyclinic.commons.web;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import polyclinic.commons.json.Json;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, or null on the last one (it is written as JSON {@code null})
 */
public record Page<T>(
        List<T> items,

        @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS)
        String next) {
    /** Makes a page of rows fetched with {@code limit + 1}: the extra row only tells that there is more. */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> view, Function<R, String> cursor) {
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        String next = more ? cursor.apply(shown.get(shown.size() - 1)) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }

    /** 200 with a {@code Link: <…>; rel="next"} header (RFC 8288) when there is more. */
    public static <T> Response response(Page<T> page, UriInfo uri) {
        Response.ResponseBuilder response =
                Response.ok(Json.write(page)).type("application/json").header("Cache-Control", "no-store");
        if (page.next() != null) {
            String target = uri.getRequestUriBuilder()
                    .replaceQueryParam("after", page.next())
                    .build()
                    .toString();
            int path = target.indexOf("/api/");
            response.header("Link", "<" + (path < 0 ? target : target.substring(path)) + ">; rel=\"next\"");
        }
        return response.build();
    }
}
