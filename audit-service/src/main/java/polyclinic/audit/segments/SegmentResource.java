package polyclinic.audit.segments;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.proofs.ProofView;
import polyclinic.audit.queries.AuditResource;
import polyclinic.audit.queries.AuditResource.FilterParameters;
import polyclinic.audit.queries.ExportFormat;
import polyclinic.audit.queries.ExportSlots;
import polyclinic.audit.sealing.SealedSegment;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Page;

@Path("/api/v1/audit/segments")
@Produces(MediaType.APPLICATION_JSON)
class SegmentResource {
    private final SegmentQueries queries;
    private final ExportSlots exports;

    SegmentResource(SegmentQueries queries, ExportSlots exports) {
        this.queries = queries;
        this.exports = exports;
    }

    @GET
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "Sealed years of the trail, and whether the database still has their entries")
    public Uni<Page<SealedYearView>> list() {
        return queries.list();
    }

    @GET
    @Path("/{year}/{chain}")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "The signed manifest of a sealed year of one chain")
    public Uni<SealedSegment> manifest(@PathParam("year") String year, @PathParam("chain") String chain) {
        return queries.manifest(number(year), number(chain));
    }

    @GET
    @Path("/{year}/{chain}/{seq}/proof")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Proof that an entry of a sealed year is in the trail, to be checked offline")
    public Uni<ProofView> proof(
            @PathParam("year") String year, @PathParam("chain") String chain, @PathParam("seq") String seq) {
        return queries.proof(number(year), number(chain), position(seq));
    }

    /** On a worker thread, as the export is. */
    @GET
    @Path("/{year}/entries")
    @Blocking
    @Produces({"application/x-ndjson", "text/csv", "application/fhir+ndjson", MediaType.WILDCARD})
    @RolesAllowed(AUDITOR)
    @Operation(summary = "The entries of a sealed year that match, streamed from the archive")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "text/csv"),
                @Content(mediaType = "application/fhir+ndjson")
            })
    public Response entries(
            @PathParam("year") String year,
            @Valid @BeanParam FilterParameters parameters,
            @QueryParam("format") @Nullable ExportFormat format,
            @Context RoutingContext request) {
        exports.take(request);
        ExportFormat chosen = format == null ? ExportFormat.NDJSON : format;
        Multi<List<StoredEntry>> chunks =
                queries.entries(number(year), parameters.filter()).await().indefinitely();
        return AuditResource.attachment(chosen, year + "-" + chosen.fileName(), chunks);
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,4}")) throw new NotFound("audit segment");
        return Integer.parseInt(text);
    }

    private static long position(String text) {
        if (!text.matches("\\d{1,15}")) throw new NotFound("audit entry");
        return Long.parseLong(text);
    }
}
