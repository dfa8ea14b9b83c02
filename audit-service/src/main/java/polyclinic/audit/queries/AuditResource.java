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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.web.Page;

@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
    private static final int MAX_CHUNKS_AHEAD = 4;

    private final EntryQueries queries;
    private final ExportSlots exports;

    AuditResource(EntryQueries queries, ExportSlots exports) {
        this.queries = queries;
        this.exports = exports;
    }

    @GET
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Entries that match, newest first")
    public Uni<Page<EntryView>> search(
            @Valid @BeanParam FilterParameters parameters,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.search(parameters.filter(), limit, after);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "One entry")
    public Uni<EntryView> get(@PathParam("id") UUID id) {
        return queries.get(id);
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
        Multi<List<StoredEntry>> chunks =
                queries.export(parameters.filter()).await().indefinitely();
        return Response.ok((StreamingOutput) out -> write(chunks, chosen, out))
                .type(chosen.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + chosen.fileName() + "\"")
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
            @QueryParam("after") @Nullable String after) {
        return queries.accessReport(patientId, limit, after);
    }

    /** A few chunks are read ahead of a slow client, no more. */
    private static void write(Multi<List<StoredEntry>> entries, ExportFormat format, OutputStream out)
            throws IOException {
        out.write(utf8(format.header()));
        try (Stream<String> chunks =
                entries.map(format::lines).subscribe().asStream(2, () -> new ArrayBlockingQueue<>(MAX_CHUNKS_AHEAD))) {
            for (Iterator<String> chunk = chunks.iterator(); chunk.hasNext(); ) out.write(utf8(chunk.next()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The query parameters that {@link EntryFilter} is made of. */
    static final class FilterParameters {
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

        EntryFilter filter() {
            return new EntryFilter(patientId, actor, action, entityType, entityId, outcome, from, to);
        }
    }
}
