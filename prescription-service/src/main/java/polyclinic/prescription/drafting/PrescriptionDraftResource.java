package polyclinic.prescription.drafting;

import static polyclinic.commons.identity.Roles.DOCTOR;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.PrescriptionView;

@Path(PrescriptionView.PATH)
@Tag(ref = "Prescription Resource")
class PrescriptionDraftResource {
    private final PrescriptionDrafting drafting;
    private final PrescriptionRevision revision;
    private final CurrentCaller caller;

    PrescriptionDraftResource(PrescriptionDrafting drafting, PrescriptionRevision revision, CurrentCaller caller) {
        this.drafting = drafting;
        this.revision = revision;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed(DOCTOR)
    public Uni<Answer<PrescriptionView>> draft(@Valid @NotNull DraftPrescription request) {
        return drafting.draft(request, caller.get());
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(DOCTOR)
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<PrescriptionView>> revise(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RevisePrescription.class))) @NotNull
                    JsonNode patch) {
        return revision.revise(id, ifMatch, patch, caller.get());
    }
}
