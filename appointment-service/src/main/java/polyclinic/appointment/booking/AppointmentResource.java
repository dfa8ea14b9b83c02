package polyclinic.appointment.booking;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;
import static polyclinic.commons.identity.Roles.SERVICE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.appointment.schedules.Moments;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/appointments")
class AppointmentResource {
    private final Booking booking;
    private final Rescheduling rescheduling;
    private final Cancelling cancelling;
    private final Calendar calendar;
    private final CurrentCaller caller;

    AppointmentResource(
            Booking booking,
            Rescheduling rescheduling,
            Cancelling cancelling,
            Calendar calendar,
            CurrentCaller caller) {
        this.booking = booking;
        this.rescheduling = rescheduling;
        this.cancelling = cancelling;
        this.calendar = calendar;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> book(@QueryParam("overbook") String overbook, @Valid @NotNull BookAppointment request) {
        return booking.book(request, flag("overbook", overbook), caller.get());
    }

    /** {@code from} and {@code to}: instants, or dates (UTC days). {@code status} may be repeated. */
    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("doctorId") UUID doctorId,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("status") List<AppointmentStatus> status,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        var filter = new Appointments.Filter(
                patientId,
                doctorId,
                Moments.from("from", from, ZoneOffset.UTC),
                Moments.to("to", to, ZoneOffset.UTC),
                status);
        return calendar.list(filter, caller.get(), after, Cursor.limit(limit)).map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return calendar.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @POST
    @Path("/{id}/reschedule")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> reschedule(@PathParam("id") UUID id, @Valid @NotNull RescheduleAppointment request) {
        return rescheduling.reschedule(id, request, caller.get());
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = AppointmentView.class)))
    public Uni<Response> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelAppointment request) {
        return cancelling.cancel(id, request, caller.get());
    }

    private static boolean flag(String name, String text) {
        if (text == null || text.equals("false")) return false;
        if (text.equals("true")) return true;
        throw Problem.invalid(name, "must be true or false");
    }

    /** The form of a page, for the OpenAPI document. */
    private record AppointmentPage(List<AppointmentView> items, String next) {}
}
