package polyclinic.commons.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import polyclinic.commons.json.Json;

/**
 * A successful response as a value, so that it can be stored beside the change that it reports and given again.
 *
 * @param status 200, 201 or 202
 * @param location path of what was created, or null
 * @param etag the version in quotes, or null
 * @param json the body: a view, written once for the client and for the store
 */
public record Answer(int status, String location, String etag, String json) {
    public static Answer created(String location, long version, Object view) {
        return new Answer(201, location, EntityTags.etag(version), Json.write(view));
    }

    public static Answer ok(long version, Object view) {
        return new Answer(200, null, EntityTags.etag(version), Json.write(view));
    }

    public static Answer ok(Object view) {
        return new Answer(200, null, null, Json.write(view));
    }

    public static Answer accepted(String location, long version, Object view) {
        return new Answer(202, location, EntityTags.etag(version), Json.write(view));
    }

    public Response toResponse() {
        return response().build();
    }

    /** The same answer to a repeated request. */
    public Response replayed() {
        return response().header("Idempotency-Replayed", "true").build();
    }

    private Response.ResponseBuilder response() {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, location)
                .header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .type(MediaType.APPLICATION_JSON)
                .entity(json);
    }
}
