package polyclinic.commons.web;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import polyclinic.commons.json.Json;

/** Turns a {@link Page} into HTTP: 200, with a {@code Link: <…>; rel="next"} header (RFC 8288) when there is more. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class PageWriter implements ServerMessageBodyWriter<Page<?>> {
    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Page.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Page.class;
    }

    @Override
    public void writeResponse(Page<?> page, Type genericType, ServerRequestContext context) {
        ServerHttpResponse response = context.serverResponse();
        response.setResponseHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setResponseHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        // The next page of a search with a body is asked for with a body.
        if (page.next() != null
                && context instanceof ResteasyReactiveRequestContext request
                && request.getMethod().equals("GET"))
            response.addResponseHeader(HttpHeaders.LINK, link(request.getUriInfo(), page.next()));
        response.end(Json.write(page));
    }

    /** From the path on: the client knows under which host it asked, the service may not. */
    public static String link(UriInfo uri, String next) {
        StringBuilder target =
                new StringBuilder(uri.getPath()).append("?after=").append(encoded(next));
        uri.getQueryParameters().forEach((name, values) -> {
            if (!name.equals("after"))
                values.forEach(value ->
                        target.append('&').append(encoded(name)).append('=').append(encoded(value)));
        });
        return "<" + target + ">; rel=\"next\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Not used: {@link #writeResponse} writes, because only it sees the request. */
    @Override
    public void writeTo(
            Page<?> page,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(Json.write(page).getBytes(StandardCharsets.UTF_8));
    }
}
