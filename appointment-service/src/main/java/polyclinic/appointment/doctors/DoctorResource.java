package polyclinic.appointment.doctors;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/doctors")
class DoctorResource {
    private final DoctorRegistration registration;
    private final DoctorQueries queries;
    private final CurrentCaller caller;

    DoctorResource(DoctorRegistration registration, DoctorQueries queries, CurrentCaller caller) {
        this.registration = registration;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({ADMIN, IMPORTER})
    public Uni<Answer<DoctorView>> register(@Valid @NotNull RegisterDoctor request) {
        return registration.register(request, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN, IMPORTER})
    public Uni<Page<DoctorView>> list(
            @QueryParam("specialty") @Size(max = 100) @Nullable String specialty,
            @QueryParam("q") @Size(max = 200) @Nullable String q,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queries.list(Doctors.Filter.of(specialty, q, externalId), caller.get(), after, Cursor.limit(limit));
    }

    @GET
    @Path("/me")
    @RolesAllowed(DOCTOR)
    public Uni<Answer<DoctorView>> me(@HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.self(caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN, IMPORTER})
    public Uni<Answer<DoctorView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(ADMIN)
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<DoctorView>> patch(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RegisterDoctor.class))) @NotNull
                    JsonNode patch) {
        return registration.patch(id, ifMatch, patch, caller.get());
    }
}
