package polyclinic.appointment.orders;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/orders")
class OrderResource {
    private final OrderQueries queries;
    private final CurrentCaller caller;

    OrderResource(OrderQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /** Newest first. */
    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<OrderView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("status") @Nullable OrderStatus status,
            @QueryParam("kind") @Nullable OrderKind kind,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        var filter = new MedicalOrders.Filter(patientId, status, kind);
        return queries.list(filter, caller.get(), after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<OrderView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
