package polyclinic.asset.download;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.filters.ProblemResponse;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;

/** The content of an asset as bytes, whole or in part. */
@Path("/api/v1/assets/{id}/content")
@Produces(MediaType.WILDCARD)
@Tag(ref = "Asset Resource")
class ContentResource {
    private final AssetDownload downloads;
    private final DownloadSlots slots;
    private final CurrentCaller caller;

    ContentResource(AssetDownload downloads, DownloadSlots slots, CurrentCaller caller) {
        this.downloads = downloads;
        this.slots = slots;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    @Parameter(in = ParameterIn.HEADER, name = "If-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-None-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-Range", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "Range", schema = @Schema(implementation = String.class))
    public Uni<Response> content(
            @PathParam("id") UUID id, @Context HttpHeaders asked, @Context RoutingContext request) {
        Caller reader = caller.get();
        return answer(id, asked, asked.getHeaderString("Range")).map(answer -> {
            Response.ResponseBuilder response = response(id, answer);
            if (answer.range() != null) {
                Runnable end = slots.take(reader, request);
                response.entity(downloads.read(id, answer, answer.range(), end));
            }
            return response.build();
        });
    }

    /** The header fields of {@link #content} without the bytes; a range has no meaning here (RFC 9110 §14.2). */
    @HEAD
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    @Parameter(in = ParameterIn.HEADER, name = "If-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-None-Match", schema = @Schema(implementation = String.class))
    public Uni<Response> contentHead(@PathParam("id") UUID id, @Context HttpHeaders asked) {
        return answer(id, asked, null).map(answer -> response(id, answer).build());
    }

    private Uni<ContentAnswer> answer(UUID id, HttpHeaders asked, @Nullable String range) {
        return downloads.answer(id, conditions(asked, range), caller.get());
    }

    static ContentConditions conditions(HttpHeaders asked, @Nullable String range) {
        return new ContentConditions(
                asked.getHeaderString("If-Match"),
                asked.getHeaderString("If-None-Match"),
                asked.getHeaderString("If-Range"),
                range);
    }

    private static Response.ResponseBuilder response(UUID id, ContentAnswer answer) {
        return response("/api/v1/assets/" + id + "/content", answer);
    }

    static Response.ResponseBuilder response(String path, ContentAnswer answer) {
        Response.ResponseBuilder response = answer.problem() == null
                ? Response.status(answer.status())
                : Response.fromResponse(ProblemResponse.of(answer.problem(), path));
        answer.headers().forEach(response::header);
        return response;
    }

    /** Writes a content without blocking and without holding more of it than the connection takes. */
    @Provider
    static final class ContentStreamWriter implements ServerMessageBodyWriter<ContentStream> {
        @Override
        public boolean isWriteable(
                Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
            return type == ContentStream.class;
        }

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == ContentStream.class;
        }

        @Override
        public void writeResponse(ContentStream content, Type generic, ServerRequestContext context) {
            ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
            request.suspend();
            // Without it the first write would have to be chunked.
            context.serverResponse().setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(content.length()));
            content.bytes().subscribe().withSubscriber(new ContentPump(request, content));
        }

        @Override
        public void writeTo(
                ContentStream content,
                Class<?> type,
                Type generic,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out) {
            throw new UnsupportedOperationException("content is written without blocking");
        }
    }
}
