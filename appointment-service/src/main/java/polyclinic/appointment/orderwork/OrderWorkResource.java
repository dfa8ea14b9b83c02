package polyclinic.appointment.orderwork;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;
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
import polyclinic.appointment.orders.OrderView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** In the OpenAPI document these operations stand with those that read orders. */
@Path("/api/v1/orders")
@Tag(ref = "Order Resource")
class OrderWorkResource {
    private final OrderPlacement placement;
    private final OrderWork work;
    private final CurrentCaller caller;

    OrderWorkResource(OrderPlacement placement, OrderWork work, CurrentCaller caller) {
        this.placement = placement;
        this.work = work;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, ADMIN})
    public Uni<Answer<OrderView>> place(@Valid @NotNull PlaceOrder request) {
        return placement.place(request, caller.get());
    }

    @POST
    @Path("/{id}/start")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<OrderView>> start(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return work.start(id, request, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<OrderView>> complete(@PathParam("id") UUID id, @Valid @NotNull CompleteOrder request) {
        return work.complete(id, request, caller.get());
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({DOCTOR, ADMIN})
    public Uni<Answer<OrderView>> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelOrder request) {
        return work.cancel(id, request, caller.get());
    }
}
