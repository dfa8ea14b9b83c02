package polyclinic.notes.proposals;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.proposals.summaries.ProposalStatus;

@Path("/api/v1/ai-proposals")
class AiProposalResource {
    private final DocumentProposing proposing;
    private final ProposalDeciding deciding;
    private final ProposalQueries queries;
    private final CurrentCaller caller;

    AiProposalResource(
            DocumentProposing proposing, ProposalDeciding deciding, ProposalQueries queries, CurrentCaller caller) {
        this.proposing = proposing;
        this.deciding = deciding;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<AiProposalView>> propose(@Valid @NotNull ProposeFromDocument request) {
        return proposing.propose(request, caller.get());
    }

    @POST
    @Path("/{id}/accept")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<AiProposalView>> accept(
            @PathParam("id") UUID id, @RequestBody(required = false) @Nullable AcceptProposal request) {
        return deciding.accept(id, request == null ? null : request.date(), caller.get());
    }

    @POST
    @Path("/{id}/reject")
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<AiProposalView>> reject(@PathParam("id") UUID id) {
        return deciding.reject(id, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<AiProposalView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get())
                .map(proposal -> EntityTags.get(ifNoneMatch, proposal.version(), proposal));
    }

    @GET
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Page<AiProposalView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("status") @Nullable ProposalStatus status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queries.list(patientId, status, PageKey.of(after), Cursor.limit(limit), caller.get());
    }
}
