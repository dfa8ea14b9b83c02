package polyclinic.notes.templates;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.events.NoteType;

@Path("/api/v1/note-templates")
class NoteTemplateResource {
    private final NoteTemplateWriting writing;
    private final NoteTemplateQueries queries;
    private final CurrentCaller caller;

    NoteTemplateResource(NoteTemplateWriting writing, NoteTemplateQueries queries, CurrentCaller caller) {
        this.writing = writing;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<NoteTemplateView>> create(@Valid @NotNull NoteTemplateText request) {
        return writing.create(request, caller.get());
    }

    /** The caller's own and those that are shared; of a specialty together with those that are for every one. */
    @GET
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Page<NoteTemplateView>> list(
            @QueryParam("specialty") @Size(max = 100) @Nullable String specialty,
            @QueryParam("type") @Nullable NoteType type,
            @QueryParam("retired") @Nullable Boolean retired,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        NoteTemplateSearch search = new NoteTemplateSearch(
                specialty, type, Boolean.TRUE.equals(retired), PageKey.of(after), Cursor.limit(limit));
        return queries.list(search, caller.get());
    }

    /** A retired one too: notes name it. */
    @GET
    @Path("/{id}")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<NoteTemplateView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get())
                .map(template -> EntityTags.get(ifNoneMatch, template.version(), template));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<NoteTemplateView>> edit(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = NoteTemplateText.class)))
                    JsonNode patch) {
        return writing.edit(id, ifMatch, patch, caller.get());
    }

    /** Retires it: no note is begun from it any more, and notes that were go on naming it. */
    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Void> retire(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return writing.retire(id, ifMatch, caller.get());
    }
}
