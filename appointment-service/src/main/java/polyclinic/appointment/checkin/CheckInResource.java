package polyclinic.appointment.checkin;

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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

@Path("/api/v1/appointments")
@Tag(ref = "Visit Resource")
class CheckInResource {
    private final CheckIn checkIn;
    private final NoShowRecording noShow;
    private final CurrentCaller caller;

    CheckInResource(CheckIn checkIn, NoShowRecording noShow, CurrentCaller caller) {
        this.checkIn = checkIn;
        this.noShow = noShow;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/check-in")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> checkIn(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return checkIn.checkIn(id, request, caller.get());
    }

    @POST
    @Path("/{id}/no-show")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> noShow(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return noShow.record(id, request, caller.get());
    }
}
