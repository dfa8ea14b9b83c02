package polyclinic.appointment.visits;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.appointment.Nothing;
import polyclinic.appointment.booking.AppointmentView;
import polyclinic.commons.identity.CurrentCaller;

/** What happens to an appointment on its day. */
@Path("/api/v1/appointments")
class VisitResource {
    private final Visiting visiting;
    private final CurrentCaller caller;

    VisitResource(Visiting visiting, CurrentCaller caller) {
        this.visiting = visiting;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/check-in")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> checkIn(@PathParam("id") UUID id, @NotNull Nothing request) {
        return visiting.checkIn(id, request, caller.get());
    }

    @POST
    @Path("/{id}/start")
    @RolesAllowed({DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> start(@PathParam("id") UUID id, @NotNull Nothing request) {
        return visiting.start(id, request, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> complete(@PathParam("id") UUID id, @NotNull Nothing request) {
        return visiting.complete(id, request, caller.get());
    }

    @POST
    @Path("/{id}/no-show")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> noShow(@PathParam("id") UUID id, @NotNull Nothing request) {
        return visiting.noShow(id, request, caller.get());
    }
}
