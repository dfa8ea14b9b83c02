package polyclinic.asset.content;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.Optional;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.ProblemResponse;

/**
 * A content's response under the request's conditions (RFC 9110 §13 and §14): 200, 206, 304, 412 or 416.
 *
 * @param sha256 lower-case hex; quoted it is the strong entity tag, as equal tags mean equal bytes
 */
public record Download(String kind, String id, String fileName, String contentType, long size, String sha256) {
    /** Fetches bytes of the content. */
    @FunctionalInterface
    public interface Source {
        Multi<ByteBuffer> read(long offset, long length);
    }

    /** @param source null to answer HEAD: the same header fields, no body */
    public Response respond(HttpHeaders asked, Source source) {
        String ifMatch = asked.getHeaderString("If-Match");
        if (ifMatch != null && !matches(ifMatch, false))
            return refused(EntityTags.stale()).build();
        String ifNoneMatch = asked.getHeaderString("If-None-Match");
        if (ifNoneMatch != null && matches(ifNoneMatch, true))
            return headers(Response.notModified()).build();
        try {
            Optional<ByteRange> range =
                    rangeStillApplies(asked) ? ByteRange.of(asked.getHeaderString("Range"), size) : Optional.empty();
            return range.map(part -> part(part, source)).orElseGet(() -> whole(source));
        } catch (RangeNotSatisfiable behind) {
            return refused(behind).header("Content-Range", "bytes */" + size).build();
        }
    }

    private Response.ResponseBuilder refused(Problem problem) {
        Response answer = ProblemResponse.of(problem, "/api/v1/assets/" + id + "/content");
        return Response.fromResponse(answer).header(HttpHeaders.ETAG, etag()).header("Accept-Ranges", "bytes");
    }

    private Response whole(Source source) {
        return body(Response.ok(), new ByteRange(0, size - 1), source);
    }

    private Response part(ByteRange range, Source source) {
        return body(Response.status(206).header("Content-Range", range.contentRange(size)), range, source);
    }

    private Response body(Response.ResponseBuilder response, ByteRange range, Source source) {
        headers(response)
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .header(HttpHeaders.CONTENT_TYPE, contentType)
                .header(HttpHeaders.CONTENT_DISPOSITION, FileName.attachment(name()));
        if (source != null)
            response.entity(new ContentStream(source.read(range.first(), range.length()), range.length()));
        return response.build();
    }

    /** What a browser must not do with bytes that somebody uploaded: guess their type, run them, keep them for others. */
    private Response.ResponseBuilder headers(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.ETAG, etag())
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }

    private String name() {
        return fileName == null ? FileName.of(kind, id, contentType) : fileName;
    }

    private String etag() {
        return '"' + sha256 + '"';
    }

    /** {@code If-Range} (§13.1.5) compares strongly; a date never matches, as no Last-Modified is sent. */
    private boolean rangeStillApplies(HttpHeaders asked) {
        String ifRange = asked.getHeaderString("If-Range");
        return ifRange == null || ifRange.strip().equals(etag());
    }

    private boolean matches(String list, boolean weakly) {
        if (list.strip().equals("*")) return true;
        for (String tag : list.split(",")) {
            String candidate = tag.strip();
            if (weakly && candidate.startsWith("W/")) candidate = candidate.substring(2);
            if (candidate.equals(etag())) return true;
        }
        return false;
    }
}
