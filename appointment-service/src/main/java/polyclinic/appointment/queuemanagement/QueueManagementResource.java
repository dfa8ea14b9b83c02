package polyclinic.appointment.queuemanagement;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.NURSE;
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
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.appointment.queue.QueueEntryView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

/** In the OpenAPI document these operations stand with those that read the queue. */
@Path("/api/v1/queue")
@Tag(ref = "Queue Resource")
class QueueManagementResource {
    private final PatientArrival arrival;
    private final QueueAssignment assignment;
    private final QueueTransition transition;
    private final CurrentCaller caller;

    QueueManagementResource(
            PatientArrival arrival, QueueAssignment assignment, QueueTransition transition, CurrentCaller caller) {
        this.arrival = arrival;
        this.assignment = assignment;
        this.transition = transition;
        this.caller = caller;
    }

    /** Without {@code doctorId} into the clinic's common queue. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<QueueEntryView>> join(@Valid @NotNull JoinQueue request) {
        return arrival.join(request, caller.get());
    }

    /** Of an entry of the common queue; it gets a token number of the doctor's queue. */
    @POST
    @Path("/{id}/assign")
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN})
    public Uni<Answer<QueueEntryView>> assign(@PathParam("id") UUID id, @Valid @NotNull AssignQueueEntry request) {
        return assignment.assign(id, request, caller.get());
    }

    @POST
    @Path("/{id}/transition")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN, IMPORTER})
    public Uni<Answer<QueueEntryView>> move(@PathParam("id") UUID id, @Valid @NotNull MoveQueueEntry request) {
        return transition.move(id, request, caller.get());
    }
}
