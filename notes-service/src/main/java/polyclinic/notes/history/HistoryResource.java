package polyclinic.notes.history;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

@Path("/api/v1/history")
class HistoryResource {
    private final HistoryTaking historyTaking;
    private final CurrentCaller caller;

    HistoryResource(HistoryTaking historyTaking, CurrentCaller caller) {
        this.historyTaking = historyTaking;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = HistoryView.class)))
    public Uni<Response> record(@Valid @NotNull RecordHistory request) {
        return historyTaking.record(request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = HistoryView.class)))
    public Uni<Response> read(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return historyTaking.read(id, caller.get()).map(entry -> EntityTags.get(ifNoneMatch, 1, HistoryView.of(entry)));
    }

    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = HistoryPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("type") HistoryType type,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        return historyTaking
                .list(patientId, type, Span.of(from, to), Keyset.decode(after), Cursor.limit(limit), caller.get())
                .map(page -> Page.response(page, uri));
    }

    /** For OpenAPI only: the list as it is on the wire. */
    private record HistoryPage(List<HistoryView> items, String next) {}
}
