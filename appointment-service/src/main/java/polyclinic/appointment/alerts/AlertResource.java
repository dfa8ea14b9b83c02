package polyclinic.appointment.alerts;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.Severity;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/alerts")
class AlertResource {
    private final AlertQueries queries;
    private final AlertAcknowledgement acknowledgement;
    private final CurrentCaller caller;

    AlertResource(AlertQueries queries, AlertAcknowledgement acknowledgement, CurrentCaller caller) {
        this.queries = queries;
        this.acknowledgement = acknowledgement;
        this.caller = caller;
    }

    /** Newest first, those that concern the caller. */
    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN})
    public Uni<Page<AlertView>> list(
            @QueryParam("status") @Nullable AlertStatus status,
            @QueryParam("severity") @Nullable Severity severity,
            @QueryParam("kind") @Nullable AlertKind kind,
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        var filter = new Alerts.Filter(patientId, status, severity, kind);
        return queries.list(filter, caller.get(), after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN})
    public Uni<Answer<AlertView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @POST
    @Path("/{id}/acknowledge")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN})
    public Uni<Answer<AlertView>> acknowledge(@PathParam("id") UUID id, @Valid @NotNull AcknowledgeAlert request) {
        return acknowledgement.acknowledge(id, request, caller.get());
    }
}
