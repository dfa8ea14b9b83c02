package polyclinic.audit.queries;

import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Page;

@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private final EntryQueries queries;
    private final ExportSlots exports;
    private final ArchiveLinks archives;

    AuditResource(EntryQueries queries, ExportSlots exports, ArchiveLinks archives) {
        this.queries = queries;
        this.exports = exports;
        this.archives = archives;
    }

    @GET
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Entries that match, newest first")
    public Uni<Page<EntryView>> search(
            @Valid @BeanParam FilterParameters parameters,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after,
            @Context RoutingContext request) {
        EntryFilter filter = parameters.filter();
        return queries.search(filter, limit, after).call(page -> archives.tell(request, filter));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "One entry")
    public Uni<EntryView> get(@PathParam("id") UUID id, @Context RoutingContext request) {
        return queries.get(id).onFailure(NotFound.class).call(absent -> archives.tell(request, EntryFilter.NONE));
    }

    /** On a worker thread, because a blocking stream is the one streamed entity whose media type a parameter can choose. */
    @GET
    @Path("/export")
    @Blocking
    @Produces({"application/x-ndjson", "text/csv", "application/fhir+ndjson", MediaType.WILDCARD})
    @RolesAllowed(AUDITOR)
    @Operation(summary = "All entries that match in the order of the chains, streamed")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "text/csv"),
                @Content(mediaType = "application/fhir+ndjson")
            })
    public Response export(
            @Valid @BeanParam FilterParameters parameters,
            @QueryParam("format") @Nullable ExportFormat format,
            @Context RoutingContext request) {
        exports.take(request);
        ExportFormat chosen = format == null ? ExportFormat.NDJSON : format;
        EntryFilter filter = parameters.filter();
        Multi<List<StoredEntry>> chunks = queries.export(filter)
                .call(started -> archives.tell(request, filter))
                .await()
                .indefinitely();
        return attachment(chosen, chosen.fileName(), chunks);
    }

    /** Entries as a file, written as they come. */
    public static Response attachment(ExportFormat format, String fileName, Multi<List<StoredEntry>> chunks) {
        return Response.ok((StreamingOutput) out -> format.write(chunks, out))
                .type(format.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/access-report")
    @RolesAllowed({AUDITOR, PATIENT})
    @Operation(summary = "Who opened or changed a patient's record, newest first; a patient sees their own")
    public Uni<Page<AccessView>> accessReport(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after,
            @Context RoutingContext request) {
        return queries.accessReport(patientId, limit, after).call(report -> archives.tell(request, EntryFilter.NONE));
    }

    /** The query parameters that {@link EntryFilter} is made of. */
    public static final class FilterParameters {
        @QueryParam("patientId")
        @Nullable
        UUID patientId;

        @QueryParam("actor")
        @Size(max = 200)
        @Nullable
        String actor;

        @QueryParam("action")
        @Size(max = 200)
        @Nullable
        String action;

        @QueryParam("entityType")
        @Size(max = 200)
        @Nullable
        String entityType;

        @QueryParam("entityId")
        @Size(max = 200)
        @Nullable
        String entityId;

        @QueryParam("outcome")
        @Size(max = 20)
        @Nullable
        String outcome;

        @QueryParam("from")
        @Nullable
        Instant from;

        @QueryParam("to")
        @Nullable
        Instant to;

        public EntryFilter filter() {
            return new EntryFilter(patientId, actor, action, entityType, entityId, outcome, from, to);
        }
    }
}
