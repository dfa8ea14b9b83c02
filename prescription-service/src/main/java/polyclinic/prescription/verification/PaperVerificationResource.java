package polyclinic.prescription.verification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import polyclinic.commons.web.Answer;

/** Without sign-in: the token on the paper, 128 random bits, is what lets in. */
@Path("/api/v1/verify")
class PaperVerificationResource {
    private final PrescriptionVerification verification;

    PaperVerificationResource(PrescriptionVerification verification) {
        this.verification = verification;
    }

    @GET
    @Path("/{token}")
    @PermitAll
    public Uni<Answer<VerificationView>> verify(@PathParam("token") String token) {
        return verification.verify(token).map(Answer::ok);
    }
}
