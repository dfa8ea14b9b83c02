package polyclinic.audit.verification;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import polyclinic.commons.audit.Audit;

@Path("/api/v1/audit/verify")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class VerificationResource {
    private final Verification verification;
    private final Audit audit;

    VerificationResource(Verification verification, Audit audit) {
        this.verification = verification;
        this.audit = audit;
    }

    /** @param chain only this chain; without it the whole trail */
    public record VerifyTrail(@Min(0) @Max(9999) Integer chain) {}

    @POST
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "Recompute every chain and hold it against the checkpoints of both stores and the heads")
    public Uni<Report> verify(@Valid @NotNull VerifyTrail request) {
        return audit.record(audit.entry("verify", "audit_trail", null, null))
                .chain(() -> request.chain() == null ? verification.verify() : verification.verify(request.chain()));
    }
}
