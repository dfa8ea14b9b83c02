package polyclinic.appointment.booking;

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
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.BookAppointment;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;

@Path("/api/v1/appointments")
@Tag(ref = "Appointment Resource")
class BookingResource {
    private final AppointmentBooking booking;
    private final AppointmentRescheduling rescheduling;
    private final CurrentCaller caller;

    BookingResource(AppointmentBooking booking, AppointmentRescheduling rescheduling, CurrentCaller caller) {
        this.booking = booking;
        this.rescheduling = rescheduling;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> book(
            @QueryParam("overbook") @Nullable String overbook, @Valid @NotNull BookAppointment request) {
        return booking.book(request, flag("overbook", overbook), caller.get());
    }

    @POST
    @Path("/{id}/reschedule")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> reschedule(
            @PathParam("id") UUID id, @Valid @NotNull RescheduleAppointment request) {
        return rescheduling.reschedule(id, request, caller.get());
    }

    private static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) return false;
        if (text.equals("true")) return true;
        throw Problem.invalid(name, "must be true or false");
    }
}
