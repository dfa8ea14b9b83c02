package polyclinic.audit.analytics;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

@Path("/api/v1/analytics")
@Produces(MediaType.APPLICATION_JSON)
class AnalyticsResource {
    private final EventRecording recording;
    private final EventQueries queries;
    private final CurrentCaller caller;

    AnalyticsResource(EventRecording recording, EventQueries queries, CurrentCaller caller) {
        this.recording = recording;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @Path("/events")
    @ResponseStatus(204)
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN})
    public Uni<Void> record(@Valid @NotNull RecordEvents request) {
        return recording.record(request, caller.get());
    }

    @GET
    @Path("/events")
    @RolesAllowed(ADMIN)
    public Uni<Page<AnalyticsEventView>> list(
            @QueryParam("eventType") @Size(max = 50) @Nullable String eventType,
            @QueryParam("user") @Size(max = 200) @Nullable String user,
            @QueryParam("sessionId") @Size(max = 100) @Nullable String sessionId,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                EventPeriod.open(from, to), eventType, user, sessionId, PageKey.of(after), Cursor.limit(limit));
    }

    @GET
    @Path("/summary")
    @RolesAllowed(ADMIN)
    public Uni<Page<SummaryView>> summary(
            @QueryParam("eventType") @Size(max = 50) @Nullable String eventType,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to,
            @QueryParam("by") @Nullable SummaryBy by) {
        return queries.summary(by == null ? SummaryBy.DAY : by, eventType, from, to);
    }
}
