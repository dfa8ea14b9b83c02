package polyclinic.notes.signing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.MarkEnteredInError;
import polyclinic.notes.notes.NoteView;

@Path("/api/v1/notes")
@Tag(ref = "Note Resource")
class SigningResource {
    private final NoteSigning signing;
    private final AddendumWriting addenda;
    private final NoteMarking marking;
    private final CurrentCaller caller;

    SigningResource(NoteSigning signing, AddendumWriting addenda, NoteMarking marking, CurrentCaller caller) {
        this.signing = signing;
        this.addenda = addenda;
        this.marking = marking;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/sign")
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<NoteView>> sign(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Valid @NotNull SignNote request) {
        return signing.sign(id, ifMatch, caller.get());
    }

    @POST
    @Path("/{id}/addenda")
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<AddendumView>> add(@PathParam("id") UUID id, @Valid @NotNull AddAddendum request) {
        return addenda.add(id, request, caller.get());
    }

    @POST
    @Path("/{id}/entered-in-error")
    @RolesAllowed({DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<NoteView>> markEnteredInError(
            @PathParam("id") UUID id, @Valid @NotNull MarkEnteredInError request) {
        return marking.mark(id, request, caller.get());
    }
}
