package polyclinic.audit.verification;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/api/v1/audit/verify")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class VerificationResource {
    private final TrailVerification verification;

    VerificationResource(TrailVerification verification) {
        this.verification = verification;
    }

    @POST
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(
            summary =
                    "Recompute the trail, from where it was last found sound or all of it, and hold it against the checkpoints and the heads")
    public Uni<VerificationReport> verify(@Valid @NotNull VerifyTrail request) {
        return verification.verify(request);
    }
}
