package polyclinic.patient.registration;

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
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/patients")
class PatientResource {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Registration registration;
    private final Idempotency idempotency;
    private final CurrentCaller caller;

    PatientResource(Registration registration, Idempotency idempotency, CurrentCaller caller) {
        this.registration = registration;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN})
    @ResponseStatus(201)
    public Uni<Answer<PatientView>> register(
            @Valid @NotNull RegisterPatient request, @QueryParam("confirmDistinct") boolean confirmDistinct) {
        return idempotency.once(request, () -> registration
                .register(request, confirmDistinct)
                .map(patient ->
                        Answer.created("/api/v1/patients/" + patient.id, patient.version, PatientView.of(patient))));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, PATIENT, ADMIN, SERVICE})
    public Uni<Answer<PatientView>> read(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return registration
                .read(id, caller.get())
                .map(patient -> EntityTags.get(ifNoneMatch, patient.version(), patient));
    }

    @GET
    @Path("/me")
    @RolesAllowed(PATIENT)
    public Uni<Answer<PatientView>> me(@HeaderParam("If-None-Match") String ifNoneMatch) {
        UUID own = caller.get().patientId();
        if (own == null) return Uni.createFrom().failure(new NotFound("patient"));
        return read(own, ifNoneMatch);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN})
    public Uni<Answer<PatientView>> change(
            @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return registration.change(id, ifMatch, patch, caller.get()).map(patient -> Answer.ok(patient.version, PatientView.of(patient)));
    }

    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, PATIENT, ADMIN})
    public Uni<Page<PatientView>> search(
            @QueryParam("q") String q,
            @QueryParam("uhid") String uhid,
            @QueryParam("phone") String phone,
            @QueryParam("email") String email,
            @QueryParam("identifier") String identifier,
            @QueryParam("birthDate") LocalDate birthDate,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after) {
        PatientSearch search = PatientSearch.of(
                q, uhid, registration.phone(phone), email, identifier, birthDate, after, Cursor.limit(limit));
        return registration.search(search, caller.get());
    }

}
