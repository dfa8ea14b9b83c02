package polyclinic.audit.deadletters;

import static polyclinic.commons.identity.Roles.ADMIN;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EmptyBody;
import polyclinic.commons.web.Page;

@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
class DeadLetterResource {
    private final LetterQueries queries;
    private final LetterSettlement settlement;

    DeadLetterResource(LetterQueries queries, LetterSettlement settlement) {
        this.queries = queries;
        this.settlement = settlement;
    }

    @GET
    @RolesAllowed(ADMIN)
    @Operation(summary = "Messages that services have set aside, the oldest first, without their bodies")
    public Uni<Page<LetterView>> list(
            @QueryParam("service") @Nullable String service,
            @QueryParam("state") @Nullable LetterState state,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(service, state, Cursor.limit(limit), after);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "One message that a service has set aside, without its body")
    public Uni<LetterView> get(@PathParam("id") String id) {
        return queries.get(id);
    }

    @POST
    @Path("/{id}/replay")
    @RolesAllowed(ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(summary = "Have the service handle the message again; its state tells what came of it")
    public Uni<LetterView> replay(@PathParam("id") String id, @Valid @NotNull EmptyBody nothing) {
        return settlement.replay(id);
    }

    @POST
    @Path("/{id}/drop")
    @RolesAllowed(ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(summary = "Note that nothing is to be done about the message")
    public Uni<LetterView> drop(@PathParam("id") String id, @Valid @NotNull DropLetter request) {
        return settlement.drop(id, request.reason());
    }
}
