package polyclinic.appointment.doctors;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;
import static polyclinic.commons.identity.Roles.SERVICE;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/doctors")
class DoctorResource {
    private final Staffing staffing;
    private final Doctors doctors;
    private final CurrentCaller caller;

    DoctorResource(Staffing staffing, Doctors doctors, CurrentCaller caller) {
        this.staffing = staffing;
        this.doctors = doctors;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(ADMIN)
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoctorView.class)))
    public Uni<Response> register(@Valid @NotNull RegisterDoctor request) {
        return staffing.register(request, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN, SERVICE})
    @WithSession
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoctorPage.class)))
    public Uni<Response> list(
            @QueryParam("specialty") @Size(max = 100) String specialty,
            @QueryParam("q") @Size(max = 200) String q,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        Caller asking = caller.get();
        int size = Cursor.limit(limit);
        return doctors.list(specialty, q, Cursor.decode(after, 3), size)
                .map(rows -> Page.of(
                        rows,
                        size,
                        doctor -> DoctorView.of(doctor, asking),
                        last -> Cursor.encode(last.familyName(), last.givenName(), last.id())))
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/me")
    @RolesAllowed(DOCTOR)
    @WithSession
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoctorView.class)))
    public Uni<Response> me(@HeaderParam("If-None-Match") String ifNoneMatch) {
        Caller asking = caller.get();
        return doctors.requireSelf(asking)
                .map(doctor -> EntityTags.get(ifNoneMatch, doctor.version(), DoctorView.of(doctor, asking)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN, SERVICE})
    @WithSession
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoctorView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        Caller asking = caller.get();
        return doctors.require(id)
                .map(doctor -> EntityTags.get(ifNoneMatch, doctor.version(), DoctorView.of(doctor, asking)));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(ADMIN)
    @Consumes({"application/merge-patch+json", "application/json"})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DoctorView.class)))
    public Uni<Response> patch(
            @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @NotNull JsonNode patch) {
        Caller asking = caller.get();
        return staffing.patch(id, ifMatch, patch)
                .map(doctor -> Answer.ok(doctor.version(), DoctorView.of(doctor, asking))
                        .toResponse());
    }

    /** The form of a page, for the OpenAPI document. */
    private record DoctorPage(List<DoctorView> items, String next) {}
}
