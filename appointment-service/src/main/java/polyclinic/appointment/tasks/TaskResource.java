package polyclinic.appointment.tasks;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.TimeRange;

@Path("/api/v1/tasks")
class TaskResource {
    private static final String CALLER = "me";

    private final TaskQueries queries;
    private final CurrentCaller caller;
    private final ClinicDays days;

    TaskResource(TaskQueries queries, CurrentCaller caller, ClinicDays days) {
        this.queries = queries;
        this.caller = caller;
        this.days = days;
    }

    /**
     * Newest first. {@code assignee}: an account, or {@code me}. {@code dueBefore}: an instant, or a day of the clinic, which is
     * excluded.
     */
    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Page<TaskView>> list(
            @QueryParam("assignee") @Size(max = 100) @Nullable String assignee,
            @QueryParam("role") @Nullable StaffRole role,
            @QueryParam("status") @Nullable TaskStatus status,
            @QueryParam("dueBefore") @Nullable String dueBefore,
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        Caller asking = caller.get();
        var filter = new Tasks.Filter(
                patientId, CALLER.equals(assignee) ? asking.subject() : assignee, role, status, instant(dueBefore));
        return queries.list(filter, asking, after, Cursor.limit(limit));
    }

    private @Nullable Instant instant(@Nullable String dueBefore) {
        try {
            return TimeRange.of(dueBefore, null, days.zone()).from();
        } catch (Problem malformed) {
            throw Problem.invalid("dueBefore", "must be an instant (RFC 3339) or a date, YYYY-MM-DD");
        }
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Answer<TaskView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
