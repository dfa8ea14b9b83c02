package polyclinic.appointment.visits;

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
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/queue")
class QueueResource {
    private final Queueing queueing;
    private final CurrentCaller caller;

    QueueResource(Queueing queueing, CurrentCaller caller) {
        this.queueing = queueing;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN})
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = QueueEntryView.class)))
    public Uni<Response> join(@Valid @NotNull JoinQueue request) {
        return queueing.join(request, caller.get());
    }

    /** {@code date} is a day in the doctor's zone, today when absent. */
    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = QueuePage.class)))
    public Uni<Response> list(
            @QueryParam("doctorId") UUID doctorId,
            @QueryParam("date") LocalDate date,
            @QueryParam("status") QueueStatus status,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        return queueing.list(doctorId, date, status, caller.get(), after, Cursor.limit(limit))
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/display")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    public Uni<QueueDisplay> display(@QueryParam("doctorId") UUID doctorId, @QueryParam("date") LocalDate date) {
        if (doctorId == null) throw Problem.invalid("doctorId", "must be given");
        return queueing.display(doctorId, date);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = QueueEntryView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return queueing.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @POST
    @Path("/{id}/transition")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = QueueEntryView.class)))
    public Uni<Response> move(@PathParam("id") UUID id, @Valid @NotNull MoveQueueEntry request) {
        return queueing.move(id, request, caller.get());
    }

    /** The form of a page, for the OpenAPI document. */
    private record QueuePage(List<QueueEntryView> items, String next) {}
}
