package polyclinic.appointment.consultations;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;

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
class ConsultationResource {
    private final Consultation consultation;
    private final CurrentCaller caller;

    ConsultationResource(Consultation consultation, CurrentCaller caller) {
        this.consultation = consultation;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/start")
    @RolesAllowed({DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> start(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return consultation.start(id, request, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> complete(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return consultation.complete(id, request, caller.get());
    }
}
