package polyclinic.notes.writing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

@Path("/api/v1/notes")
class NoteResource {
    private final NoteTaking noteTaking;
    private final CurrentCaller caller;

    NoteResource(NoteTaking noteTaking, CurrentCaller caller) {
        this.noteTaking = noteTaking;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NoteView.class)))
    public Uni<Response> draft(@Valid @NotNull DraftNote request) {
        return noteTaking.draft(request, caller.get());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed({DOCTOR, NURSE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NoteView.class)))
    public Uni<Response> edit(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = NoteText.class))) JsonNode patch) {
        return noteTaking.edit(id, ifMatch, patch, caller.get()).map(Answer::toResponse);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NoteView.class)))
    public Uni<Response> read(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return noteTaking
                .read(id, caller.get())
                .map(note -> EntityTags.get(ifNoneMatch, note.version, NoteView.of(note)));
    }

    @GET
    @Path("/{id}/versions")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = NoteVersionPage.class)))
    public Uni<Response> versions(
            @PathParam("id") UUID id,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        return noteTaking.versions(id, after, Cursor.limit(limit), caller.get()).map(page -> Page.response(page, uri));
    }

    @POST
    @Path("/{id}/sign")
    @RolesAllowed({DOCTOR, NURSE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NoteView.class)))
    public Uni<Response> sign(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @Valid @NotNull SignNote request) {
        return noteTaking.sign(id, ifMatch, caller.get());
    }

    @POST
    @Path("/{id}/addenda")
    @RolesAllowed({DOCTOR, NURSE})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AddendumView.class)))
    public Uni<Response> add(@PathParam("id") UUID id, @Valid @NotNull AddAddendum request) {
        return noteTaking.add(id, request, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = NotePage.class)))
    public Uni<Response> search(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("q") String q,
            @QueryParam("type") NoteType type,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        NoteSearch search =
                new NoteSearch(patientId, q, type, Span.of(from, to), Keyset.decode(after), Cursor.limit(limit));
        return noteTaking.search(search, caller.get()).map(page -> Page.response(page, uri));
    }

    /** For OpenAPI only: the list as it is on the wire. */
    private record NoteVersionPage(List<NoteVersionView> items, String next) {}

    /** For OpenAPI only: the list as it is on the wire. */
    private record NotePage(List<NoteView> items, String next) {}
}
