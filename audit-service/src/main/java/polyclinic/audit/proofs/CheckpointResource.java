package polyclinic.audit.proofs;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.queries.ArchiveLinks;
import polyclinic.audit.queries.EntryFilter;
import polyclinic.audit.signing.ProducerKeys;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
class CheckpointResource {
    private final CheckpointQueries queries;
    private final InclusionProofs proofs;
    private final SigningKeys keys;
    private final ProducerKeys producers;
    private final ArchiveLinks archives;

    CheckpointResource(
            CheckpointQueries queries,
            InclusionProofs proofs,
            SigningKeys keys,
            ProducerKeys producers,
            ArchiveLinks archives) {
        this.queries = queries;
        this.proofs = proofs;
        this.keys = keys;
        this.producers = producers;
        this.archives = archives;
    }

    @GET
    @Path("/checkpoints")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "Signed checkpoints, oldest first, each with the proof that it extends the one before")
    public Uni<Page<CheckpointView>> list(
            @QueryParam("chain") @Nullable String chain,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(number(chain), Cursor.limit(limit), after);
    }

    @GET
    @Path("/keys")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "The public keys that checkpoints and entries are signed with")
    public KeysView keys() {
        return new KeysView(keys.publicKeys(), producers.publicKeys());
    }

    @GET
    @Path("/{id}/proof")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Proof that an entry is in the trail, to be checked offline")
    public Uni<ProofView> proof(@PathParam("id") UUID id, @Context RoutingContext request) {
        return proofs.prove(id).onFailure(NotFound.class).call(absent -> archives.tell(request, EntryFilter.NONE));
    }

    private static @Nullable Integer number(@Nullable String chain) {
        if (chain == null || chain.isEmpty()) return null;
        if (!chain.matches("\\d{1,4}")) throw Problem.invalid("chain", "must be a number from 0 to 9999");
        return Integer.valueOf(chain);
    }
}
