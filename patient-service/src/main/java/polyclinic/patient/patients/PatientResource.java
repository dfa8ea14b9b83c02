package polyclinic.patient.patients;

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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.PhoneNumbers;
import polyclinic.patient.search.PatientSearch;
import polyclinic.patient.search.PatientSearch.PatientCriteria;

@Path("/api/v1/patients")
class PatientResource {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final PatientRegistration registration;
    private final PatientEditing editing;
    private final PatientQueries queries;
    private final PhoneNumbers phones;
    private final CurrentCaller caller;

    PatientResource(
            PatientRegistration registration,
            PatientEditing editing,
            PatientQueries queries,
            PhoneNumbers phones,
            CurrentCaller caller) {
        this.registration = registration;
        this.editing = editing;
        this.queries = queries;
        this.phones = phones;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN, IMPORTER})
    @ResponseStatus(201)
    public Uni<Answer<PatientView>> register(
            @Valid @NotNull PatientDetails request, @QueryParam("confirmDistinct") boolean confirmDistinct) {
        return registration.register(request, confirmDistinct, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, PATIENT, ADMIN, IMPORTER})
    public Uni<Answer<PatientView>> read(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(patient -> EntityTags.get(ifNoneMatch, patient.version(), patient));
    }

    @GET
    @Path("/me")
    @RolesAllowed(PATIENT)
    public Uni<Answer<PatientView>> me(@HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        UUID own = caller.get().patientId();
        if (own == null) return Uni.createFrom().failure(new NotFound("patient"));
        return read(own, ifNoneMatch);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @RolesAllowed({RECEPTIONIST, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<PatientView>> change(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @QueryParam("confirmDistinct") boolean confirmDistinct,
            @RequestBody(content = @Content(schema = @Schema(implementation = PatientDetails.class))) @NotNull
                    JsonNode patch) {
        return editing.edit(id, ifMatch, patch, confirmDistinct, caller.get());
    }

    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, PATIENT, ADMIN, IMPORTER})
    public Uni<Page<PatientView>> search(
            @QueryParam("q") @Nullable String q,
            @QueryParam("uhid") @Nullable String uhid,
            @QueryParam("phone") @Nullable String phone,
            @QueryParam("ext") @Nullable String extension,
            @QueryParam("email") @Nullable String email,
            @QueryParam("identifier") @Nullable String identifier,
            @QueryParam("birthDate") @Nullable LocalDate birthDate,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return search(new PatientCriteria(
                q,
                uhid,
                line(withPlus(phone), extension),
                withPlus(email),
                identifier,
                birthDate,
                externalId,
                limit,
                after));
    }

    /** A semicolon that a client did not escape ({@code phone=+12125550100;ext=4711}) parts two parameters. */
    private static @Nullable String line(@Nullable String phone, @Nullable String extension) {
        return phone == null || extension == null || extension.isBlank() || phone.contains(PhoneNumbers.EXTENSION)
                ? phone
                : phone + PhoneNumbers.EXTENSION + extension.strip();
    }

    /**
     * A plus that a client did not escape arrives as a blank (HTML forms write one so). Neither a telephone number begins with a blank
     * nor has an address one, so it can have been nothing else.
     */
    private static @Nullable String withPlus(@Nullable String text) {
        if (text == null) return null;
        return text.indexOf('@') > 0 ? text.strip().replace(' ', '+') : text.replaceFirst("^ (?=\\d)", "+");
    }

    /** The same with a body, so that names and numbers need not stand in a URL, which proxies and browsers keep. */
    @POST
    @Path("/search")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, PATIENT, ADMIN, IMPORTER})
    @ResponseStatus(200)
    public Uni<Page<PatientView>> search(@Valid @NotNull PatientCriteria criteria) {
        caller.asks(criteria);
        PatientSearch search = PatientSearch.of(
                criteria.q(),
                criteria.uhid(),
                phones.sought("phone", criteria.phone()),
                criteria.email(),
                criteria.identifier(),
                criteria.birthDate(),
                criteria.externalId(),
                criteria.after(),
                Cursor.limit(criteria.limit()));
        return queries.search(search, caller.get());
    }
}
