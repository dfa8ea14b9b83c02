package polyclinic.appointment.taskwork;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.tasks.CreateTask;
import polyclinic.appointment.tasks.TaskView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** In the OpenAPI document these operations stand with those that read tasks. */
@Path("/api/v1/tasks")
@Tag(ref = "Task Resource")
class TaskWorkResource {
    private final TaskCreation creation;
    private final TaskWork work;
    private final CurrentCaller caller;

    TaskWorkResource(TaskCreation creation, TaskWork work, CurrentCaller caller) {
        this.creation = creation;
        this.work = work;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Answer<TaskView>> create(@Valid @NotNull CreateTask request) {
        return creation.create(request, caller.get());
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<TaskView>> patch(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = CreateTask.class))) @NotNull
                    JsonNode patch) {
        return creation.patch(id, ifMatch, patch, caller.get());
    }

    @POST
    @Path("/{id}/claim")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Answer<TaskView>> claim(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return work.claim(id, request, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Answer<TaskView>> complete(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return work.complete(id, request, caller.get());
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN})
    public Uni<Answer<TaskView>> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelTask request) {
        return work.cancel(id, request, caller.get());
    }
}
