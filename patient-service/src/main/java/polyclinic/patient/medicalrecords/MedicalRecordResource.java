package polyclinic.patient.medicalrecords;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

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
import java.time.LocalDate;
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

@Path("/api/v1/patients/{patientId}/medical-records")
class MedicalRecordResource {
    private final MedicalRecordWriting writing;
    private final MedicalRecordQueries queries;
    private final CurrentCaller caller;

    MedicalRecordResource(MedicalRecordWriting writing, MedicalRecordQueries queries, CurrentCaller caller) {
        this.writing = writing;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    @ResponseStatus(201)
    public Uni<Answer<MedicalRecordView>> write(
            @PathParam("patientId") UUID patientId, @Valid @NotNull WriteMedicalRecord request) {
        return writing.write(patientId, request, caller.get());
    }

    /**
     * @param q words, all of which the title or the data hold; the best match first, each with its snippet
     * @param data a fragment that the data contain, as JSON: {@code {"code":"4548-4"}}
     */
    @GET
    @RolesAllowed({NURSE, DOCTOR, PATIENT, ADMIN})
    public Uni<Page<MedicalRecordView>> list(
            @PathParam("patientId") UUID patientId,
            @QueryParam("q") @Nullable String q,
            @QueryParam("kind") @Nullable MedicalRecordKind kind,
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to,
            @QueryParam("data") @Nullable String data,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                patientId, MedicalRecordQuestion.of(q, kind, from, to, data, after, Cursor.limit(limit)), caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({NURSE, DOCTOR, PATIENT, ADMIN})
    public Uni<Answer<MedicalRecordView>> read(
            @PathParam("patientId") UUID patientId,
            @PathParam("id") UUID id,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(patientId, id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    public Uni<Answer<MedicalRecordView>> change(
            @PathParam("patientId") UUID patientId,
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = WriteMedicalRecord.class))) @NotNull
                    JsonNode patch) {
        return writing.correct(patientId, id, ifMatch, patch, caller.get());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    @ResponseStatus(204)
    public Uni<Void> enteredInError(@PathParam("patientId") UUID patientId, @PathParam("id") UUID id) {
        return writing.withdraw(patientId, id, caller.get());
    }
}
