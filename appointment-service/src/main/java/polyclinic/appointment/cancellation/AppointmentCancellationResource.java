package polyclinic.appointment.cancellation;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

/** In the OpenAPI document it stands with the operations that read appointments. */
@Path("/api/v1/appointments")
@Tag(ref = "Appointment Resource")
class AppointmentCancellationResource {
    private final AppointmentCancellation cancellation;
    private final CurrentCaller caller;

    AppointmentCancellationResource(AppointmentCancellation cancellation, CurrentCaller caller) {
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelAppointment request) {
        return cancellation.cancel(id, request, caller.get());
    }
}
