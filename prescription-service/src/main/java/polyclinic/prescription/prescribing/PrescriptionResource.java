package polyclinic.prescription.prescribing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.prescription.appointments.AppointmentLookup;
import polyclinic.prescription.orders.PrescriptionStatus;
import polyclinic.prescription.orders.PrescriptionView;
import polyclinic.prescription.orders.Prescriptions;

@Path(PrescriptionResource.PATH)
class PrescriptionResource {
    static final String PATH = "/api/v1/prescriptions";

    private final Prescribing prescribing;
    private final Releasing releasing;
    private final Access access;
    private final Prescriptions prescriptions;
    private final AppointmentLookup lookup;
    private final Audit audit;
    private final CurrentCaller caller;

    PrescriptionResource(
            Prescribing prescribing,
            Releasing releasing,
            Access access,
            Prescriptions prescriptions,
            AppointmentLookup lookup,
            Audit audit,
            CurrentCaller caller) {
        this.prescribing = prescribing;
        this.releasing = releasing;
        this.access = access;
        this.prescriptions = prescriptions;
        this.lookup = lookup;
        this.audit = audit;
        this.caller = caller;
    }

    /** One page of prescriptions, for OpenAPI. */
    record PrescriptionPage(List<PrescriptionView> items, String next) {}

    @POST
    @RolesAllowed(DOCTOR)
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionView.class)))
    public Uni<Response> draft(@Valid @NotNull DraftPrescription request) {
        return prescribing.draft(request, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("status") PrescriptionStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after,
            @Context UriInfo uri) {
        Caller asking = caller.get();
        int size = Cursor.limit(limit);
        UUID last = Cursor.id(after);
        UUID audited = asking.onlyPatient() == null ? patientId : asking.onlyPatient();
        return care(patientId, asking)
                .chain(() -> Panache.withSession(() -> prescriptions.list(patientId, status, last, size, asking)))
                .call(found -> audit.searched("prescription", audited))
                .map(found ->
                        Page.response(Page.of(found, size, PrescriptionView::of, one -> Cursor.encode(one.id())), uri));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return access.see(id, caller.get())
                .call(found -> audit.read("prescription", id, found.patientId()))
                .map(found -> EntityTags.get(ifNoneMatch, found.version(), PrescriptionView.of(found)));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(DOCTOR)
    @Consumes({"application/merge-patch+json", "application/json"})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionView.class)))
    public Uni<Response> revise(
            @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return prescribing.revise(id, ifMatch, patch, caller.get());
    }

    @POST
    @Path("/{id}/issue")
    @RolesAllowed(DOCTOR)
    @APIResponse(
            responseCode = "202",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionView.class)))
    public Uni<Response> issue(@PathParam("id") UUID id, @Valid @NotNull IssuePrescription request) {
        return releasing.issue(id, request, caller.get());
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(DOCTOR)
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = PrescriptionView.class)))
    public Uni<Response> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelPrescription request) {
        return prescribing.cancel(id, request, caller.get());
    }

    private Uni<Void> care(UUID patientId, Caller asking) {
        return patientId == null ? Uni.createFrom().voidItem() : lookup.prepareCare(patientId, asking);
    }
}
