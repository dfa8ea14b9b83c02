package polyclinic.notes.writing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.NURSE;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.notes.notes.NoteText;
import polyclinic.notes.notes.NoteView;

@Path("/api/v1/notes")
@Tag(ref = "Note Resource")
class DraftResource {
    private final NoteWriting writing;
    private final DraftSaving saving;
    private final DraftDiscard discard;
    private final CurrentCaller caller;

    DraftResource(NoteWriting writing, DraftSaving saving, DraftDiscard discard, CurrentCaller caller) {
        this.writing = writing;
        this.saving = saving;
        this.discard = discard;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<NoteView>> draft(@Valid @NotNull DraftNote request) {
        return writing.draft(request, caller.get());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<NoteView>> edit(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = NoteText.class))) JsonNode patch) {
        return writing.edit(id, ifMatch, patch, caller.get());
    }

    @PUT
    @Path("/{id}/draft")
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<NoteView>> save(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Valid @NotNull DraftContent request) {
        return saving.save(id, ifMatch, request, caller.get());
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Void> discard(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return discard.discard(id, ifMatch, caller.get());
    }
}
