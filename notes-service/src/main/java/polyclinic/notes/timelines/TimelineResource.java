package polyclinic.notes.timelines;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

@Path("/api/v1/timelines")
class TimelineResource {
    private final TimelineQueries timelines;
    private final CurrentCaller caller;

    TimelineResource(TimelineQueries timelines, CurrentCaller caller) {
        this.timelines = timelines;
        this.caller = caller;
    }

    @GET
    @Path("/{patientId}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    public Uni<Page<TimelineView>> timeline(
            @PathParam("patientId") UUID patientId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return timelines.timeline(patientId, PageKey.of(after), Cursor.limit(limit), caller.get());
    }
}
