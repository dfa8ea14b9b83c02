package polyclinic.audit.checkpoints;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class CheckpointResource {
    private final Checkpoints checkpoints;
    private final Proving proving;
    private final SigningKeys keys;
    private final Audit audit;

    CheckpointResource(Checkpoints checkpoints, Proving proving, SigningKeys keys, Audit audit) {
        this.checkpoints = checkpoints;
        this.proving = proving;
        this.keys = keys;
        this.audit = audit;
    }

    /** The public keys, the one that signs now marked {@code current}. */
    public record Keys(List<SigningKeys.Published> items) {}

    /** For the contract only: {@link Page} of checkpoints. */
    public record CheckpointPage(List<CheckpointView> items, String next) {}

    @GET
    @Path("/checkpoints")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "Signed checkpoints, oldest first, each with the proof that it extends the one before")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CheckpointPage.class)))
    public Uni<Response> list(
            @QueryParam("chain") String chain,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after,
            @Context UriInfo uri) {
        int size = Cursor.limit(limit);
        List<String> from = Cursor.decode(after, 1);
        Integer only = number(chain);
        return audit.searched("audit_checkpoint", null)
                .chain(() -> checkpoints.list(only, from == null ? null : from.get(0), size + 1))
                .chain(rows -> views(rows, size))
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/keys")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "The public keys that checkpoints are signed with")
    public Keys keys() {
        return new Keys(keys.published());
    }

    @GET
    @Path("/{id}/proof")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Proof that an entry is in the trail, to be checked offline")
    public Uni<ProofView> proof(@PathParam("id") UUID id) {
        return proving.prove(id)
                .call(proof -> audit.read("audit_entry", id, uuid(proof.entry().patientId())));
    }

    private Uni<Page<CheckpointView>> views(List<Checkpoint> rows, int size) {
        boolean more = rows.size() > size;
        List<Checkpoint> shown = more ? rows.subList(0, size) : rows;
        String next = more ? Cursor.encode(shown.get(shown.size() - 1).key()) : null;
        return Multi.createFrom()
                .range(0, shown.size())
                .onItem()
                .transformToUniAndConcatenate(i -> before(shown, i)
                        .map(before -> CheckpointView.of(shown.get(i), before.isEmpty() ? null : before.get(0))))
                .collect()
                .asList()
                .map(items -> new Page<>(items, next));
    }

    /** The one before is on the page already, except for the first of the page. */
    private Uni<List<Checkpoint>> before(List<Checkpoint> shown, int i) {
        Checkpoint of = shown.get(i);
        if (of.number() <= 1) return Uni.createFrom().item(List.of());
        Checkpoint previous = i == 0 ? null : shown.get(i - 1);
        if (previous != null && previous.key().equals(Checkpoint.key(of.chain(), of.number() - 1)))
            return Uni.createFrom().item(List.of(previous));
        return checkpoints.stretch(of.chain(), of.number() - 1, of.number() - 1);
    }

    private static Integer number(String chain) {
        if (chain == null || chain.isEmpty()) return null;
        if (!chain.matches("\\d{1,4}")) throw Problem.invalid("chain", "must be a number from 0 to 9999");
        return Integer.valueOf(chain);
    }

    private static UUID uuid(String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
