package polyclinic.audit.analytics.archive;

import static polyclinic.commons.identity.Roles.ADMIN;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.audit.analytics.AnalyticsEventView;
import polyclinic.audit.queries.ExportSlots;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Page;

@Path("/api/v1/analytics/months")
@Produces(MediaType.APPLICATION_JSON)
class EventMonthResource {
    private static final int MAX_CHUNKS_AHEAD = 3;

    private final EventMonthQueries queries;
    private final ExportSlots exports;

    EventMonthResource(EventMonthQueries queries, ExportSlots exports) {
        this.queries = queries;
        this.exports = exports;
    }

    @GET
    @RolesAllowed(ADMIN)
    public Uni<Page<EventMonthView>> list() {
        return queries.list();
    }

    /** On a worker thread, as the export of the trail is. */
    @GET
    @Path("/{month}/events")
    @Blocking
    @Produces({"application/x-ndjson", MediaType.WILDCARD})
    @RolesAllowed(ADMIN)
    @APIResponse(responseCode = "200", content = @Content(mediaType = "application/x-ndjson"))
    public Response events(@PathParam("month") String month, @Context RoutingContext request) {
        exports.take(request);
        Multi<List<AnalyticsEventView>> chunks =
                queries.events(month(month)).await().indefinitely();
        return Response.ok((StreamingOutput) out -> write(chunks, out))
                .type("application/x-ndjson")
                .header("Content-Disposition", "attachment; filename=\"analytics-" + month + ".ndjson\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    /** As they come; a few objects are read ahead of a slow client, no more. */
    private static void write(Multi<List<AnalyticsEventView>> chunks, OutputStream out) throws IOException {
        try (Stream<List<AnalyticsEventView>> read =
                chunks.subscribe().asStream(2, () -> new ArrayBlockingQueue<>(MAX_CHUNKS_AHEAD))) {
            for (Iterator<List<AnalyticsEventView>> chunk = read.iterator(); chunk.hasNext(); )
                for (AnalyticsEventView event : chunk.next())
                    out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException none) {
            throw new NotFound("analytics month");
        }
    }
}
