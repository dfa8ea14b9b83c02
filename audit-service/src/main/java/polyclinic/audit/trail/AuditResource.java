package polyclinic.audit.trail;

import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
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
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.audit.chain.Entry;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reading the trail. Each of these reads leaves an entry in the trail itself before it is answered. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final int LINES_AT_ONCE = 100;

    private final Trail trail;
    private final CurrentCaller caller;
    private final Audit audit;

    AuditResource(Trail trail, CurrentCaller caller, Audit audit) {
        this.trail = trail;
        this.caller = caller;
        this.audit = audit;
    }

    /** For the contract only: {@link Page} of entries. */
    public record EntryPage(List<Entry> items, String next) {}

    /** For the contract only: {@link Page} of accesses. */
    public record AccessPage(List<AccessView> items, String next) {}

    @GET
    @RolesAllowed(AUDITOR)
    @Operation(summary = "Entries that match, newest first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EntryPage.class)))
    public Uni<Response> search(
            @Valid @BeanParam Filter filter,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after,
            @Context UriInfo uri) {
        int size = Cursor.limit(limit);
        filter.checked();
        return trail.page(filter, after, size)
                .call(page -> audit.searched("audit_entry", filter.patientId))
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(AUDITOR)
    @Operation(summary = "One entry")
    public Uni<Entry> get(@PathParam("id") UUID id) {
        return trail.require(id).call(entry -> audit.read("audit_entry", id, patient(entry)));
    }

    /** On a worker thread, because a blocking stream is the one streamed entity whose media type a parameter can choose. */
    @GET
    @Path("/export")
    @Blocking
    @Produces({"application/x-ndjson", "text/csv", MediaType.WILDCARD})
    @RolesAllowed(AUDITOR)
    @Operation(summary = "All entries that match in the order of the chains, streamed")
    @APIResponse(
            responseCode = "200",
            content = {@Content(mediaType = "application/x-ndjson"), @Content(mediaType = "text/csv")})
    public Response export(@Valid @BeanParam Filter filter, @QueryParam("format") ExportFormat format) {
        filter.checked();
        ExportFormat as = format == null ? ExportFormat.NDJSON : format;
        audit.record(audit.entry("export", "audit_entry", null, filter.patientId))
                .await()
                .indefinitely();
        String name = "audit." + (as == ExportFormat.CSV ? "csv" : "ndjson");
        return Response.ok((StreamingOutput) out -> write(filter, as, out))
                .type(as.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/access-report")
    @RolesAllowed({AUDITOR, PATIENT})
    @Operation(summary = "Who opened or changed a patient's record, newest first; a patient sees their own")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccessPage.class)))
    public Uni<Response> accessReport(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after,
            @Context UriInfo uri) {
        UUID subject = subject(patientId, caller.get());
        int size = Cursor.limit(limit);
        return trail.page(Filter.ofPatient(subject), after, size)
                .call(page -> audit.read("access_report", subject, subject))
                .map(page -> Page.response(
                        new Page<>(page.items().stream().map(AccessView::of).toList(), page.next()), uri));
    }

    /** A few pieces are read ahead of a slow client, no more. */
    private void write(Filter filter, ExportFormat format, OutputStream out) throws IOException {
        out.write(format.start());
        try (Stream<byte[]> pieces = trail.export(filter)
                .group()
                .intoLists()
                .of(LINES_AT_ONCE)
                .map(format::lines)
                .subscribe()
                .asStream(2, () -> new ArrayBlockingQueue<>(4))) {
            for (Iterator<byte[]> piece = pieces.iterator(); piece.hasNext(); ) out.write(piece.next());
        }
    }

    private static UUID subject(UUID asked, Caller caller) {
        UUID own = caller.onlyPatient();
        if (own == null) {
            if (asked == null) throw Problem.invalid("patientId", "must be given");
            return asked;
        }
        if (caller.patientId() == null || asked != null && !asked.equals(own)) throw new NotFound("patient");
        return own;
    }

    private static UUID patient(Entry entry) {
        return entry.patientId() == null ? null : UUID.fromString(entry.patientId());
    }
}
