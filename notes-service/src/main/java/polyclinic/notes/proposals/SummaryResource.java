package polyclinic.notes.proposals;

import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path("/api/v1/timelines/{patientId}/summary")
@Tag(ref = "Ai Proposal Resource")
class SummaryResource {
    private final SummaryRequesting requesting;
    private final CurrentCaller caller;

    SummaryResource(SummaryRequesting requesting, CurrentCaller caller) {
        this.requesting = requesting;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(202)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<AiProposalView>> request(
            @PathParam("patientId") UUID patientId, @Valid @NotNull RequestSummary request) {
        return requesting.request(patientId, request, caller.get());
    }
}
