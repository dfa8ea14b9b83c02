package polyclinic.notes.timelines;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.notes.store.Keyset;

@Path("/api/v1/timelines")
class TimelineResource {
    private final Retelling retelling;
    private final CurrentCaller caller;

    TimelineResource(Retelling retelling, CurrentCaller caller) {
        this.retelling = retelling;
        this.caller = caller;
    }

    @GET
    @Path("/{patientId}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TimelinePage.class)))
    public Uni<Response> timeline(
            @PathParam("patientId") UUID patientId,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        return retelling
                .timeline(patientId, Keyset.decode(after), Cursor.limit(limit), caller.get())
                .map(page -> Page.response(page, uri));
    }

    /** For OpenAPI only: the list as it is on the wire. */
    private record TimelinePage(List<TimelineView> items, String next) {}
}
