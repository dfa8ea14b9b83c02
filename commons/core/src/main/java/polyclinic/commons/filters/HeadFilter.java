package polyclinic.commons.filters;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageWriter;

/**
 * A HEAD is answered with the header fields of the GET (RFC 9110 §9.3.2). RESTEasy does the operation but does not ask who writes the
 * body, and status, {@code ETag} and {@code Link} are theirs to know.
 */
class HeadFilter {
    @ServerResponseFilter
    public void complete(ContainerRequestContext request, ContainerResponseContext response) {
        if (!request.getMethod().equals("HEAD")) return;
        // Before the header fields: a status that is set makes the response anew.
        if (response.getEntity() instanceof Answer<?> answer && answer.status() != response.getStatus())
            response.setStatus(answer.status());
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (response.getEntity() instanceof Answer<?> answer) {
            if (answer.etag() != null) headers.putSingle(HttpHeaders.ETAG, answer.etag());
            if (answer.status() != 304) json(headers);
        } else if (response.getEntity() instanceof Page<?> page) {
            json(headers);
            if (page.next() != null)
                headers.putSingle(HttpHeaders.LINK, PageWriter.link(request.getUriInfo(), page.next()));
        } else if (response.getEntity() != null && isView(response.getEntity())) {
            headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }

    private static boolean isView(Object entity) {
        return entity.getClass().getName().startsWith("polyclinic.");
    }

    private static void json(MultivaluedMap<String, Object> headers) {
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    }
}
