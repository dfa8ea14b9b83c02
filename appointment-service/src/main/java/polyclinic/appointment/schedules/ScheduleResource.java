package polyclinic.appointment.schedules;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;

@Path("/api/v1/doctors")
class ScheduleResource {
    private final ScheduleEditing editing;
    private final ScheduleQueries queries;
    private final CurrentCaller caller;

    ScheduleResource(ScheduleEditing editing, ScheduleQueries queries, CurrentCaller caller) {
        this.editing = editing;
        this.queries = queries;
        this.caller = caller;
    }

    /** Doctors set their own timetable, administrators every doctor's. */
    @PUT
    @Path("/{id}/schedule")
    @RolesAllowed({DOCTOR, ADMIN})
    public Uni<Answer<ScheduleView>> set(@PathParam("id") UUID id, @Valid @NotNull Timetable timetable) {
        return editing.set(id, timetable, caller.get());
    }

    @GET
    @Path("/{id}/schedule")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<ScheduleView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
