package polyclinic.prescription.laboratory.requests;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

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
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.prescription.laboratory.LabPriority;
import polyclinic.prescription.laboratory.LabRequestStatus;
import polyclinic.prescription.laboratory.LabRequests;

@Path(LabRequestView.PATH)
class LabRequestResource {
    private final LabRequesting requesting;
    private final LabRequestCancellation cancellation;
    private final LabRequestQueries queries;
    private final CurrentCaller caller;

    LabRequestResource(
            LabRequesting requesting,
            LabRequestCancellation cancellation,
            LabRequestQueries queries,
            CurrentCaller caller) {
        this.requesting = requesting;
        this.cancellation = cancellation;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed(DOCTOR)
    public Uni<Answer<LabRequestView>> request(@Valid @NotNull RequestLabTests request) {
        return requesting.request(request, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<LabRequestView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("status") @Nullable LabRequestStatus status,
            @QueryParam("priority") @Nullable LabPriority priority,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                new LabRequests.Search(patientId, status, priority, Cursor.id(after), Cursor.limit(limit)),
                caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<LabRequestView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    /** Newest first. */
    @GET
    @Path("/{id}/versions")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<LabReportView>> versions(
            @PathParam("id") UUID id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.reports(id, Cursor.id(after), Cursor.limit(limit), caller.get());
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(DOCTOR)
    public Uni<Answer<LabRequestView>> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelLabRequest request) {
        return cancellation.cancel(id, request, caller.get());
    }
}
