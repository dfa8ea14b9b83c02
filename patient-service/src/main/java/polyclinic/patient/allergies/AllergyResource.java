package polyclinic.patient.allergies;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
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

@Path("/api/v1/patients/{patientId}/allergies")
class AllergyResource {
    private final AllergyRecording recording;
    private final AllergyQueries queries;
    private final CurrentCaller caller;

    AllergyResource(AllergyRecording recording, AllergyQueries queries, CurrentCaller caller) {
        this.recording = recording;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    @ResponseStatus(201)
    public Uni<Answer<AllergyView>> record(
            @PathParam("patientId") UUID patientId, @Valid @NotNull RecordAllergy request) {
        return recording.record(patientId, request, caller.get());
    }

    @GET
    @RolesAllowed({NURSE, DOCTOR, PHARMACIST, PATIENT, ADMIN})
    public Uni<Page<AllergyView>> list(
            @PathParam("patientId") UUID patientId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(patientId, after, Cursor.limit(limit), caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({NURSE, DOCTOR, PHARMACIST, PATIENT, ADMIN})
    public Uni<Answer<AllergyView>> read(
            @PathParam("patientId") UUID patientId,
            @PathParam("id") UUID id,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(patientId, id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AllergyView>> change(
            @PathParam("patientId") UUID patientId,
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RecordAllergy.class))) @NotNull
                    JsonNode patch) {
        return recording.correct(patientId, id, ifMatch, patch, caller.get());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    @ResponseStatus(204)
    public Uni<Void> enteredInError(@PathParam("patientId") UUID patientId, @PathParam("id") UUID id) {
        return recording.withdraw(patientId, id, caller.get());
    }
}
