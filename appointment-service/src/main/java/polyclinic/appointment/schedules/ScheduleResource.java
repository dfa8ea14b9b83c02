package polyclinic.appointment.schedules;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;
import static polyclinic.commons.identity.Roles.SERVICE;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;

@Path("/api/v1/doctors")
class ScheduleResource {
    private final Timetabling timetabling;
    private final CurrentCaller caller;

    ScheduleResource(Timetabling timetabling, CurrentCaller caller) {
        this.timetabling = timetabling;
        this.caller = caller;
    }

    /** Doctors set their own timetable, administrators everybody's. */
    @PUT
    @Path("/{id}/schedule")
    @RolesAllowed({DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> set(@PathParam("id") UUID id, @Valid @NotNull Timetable timetable) {
        return timetabling.set(id, timetable, caller.get()).map(view -> Answer.ok(view.version(), view)
                .toResponse());
    }

    @GET
    @Path("/{id}/schedule")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @WithSession
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return timetabling.get(id).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
