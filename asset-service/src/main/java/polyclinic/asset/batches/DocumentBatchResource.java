package polyclinic.asset.batches;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
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
import polyclinic.commons.web.Page;

@Path("/api/v1/batches")
class DocumentBatchResource {
    private final DocumentBatchWriting writing;
    private final DocumentRetry retries;
    private final DocumentBatchQueries queries;
    private final CurrentCaller caller;

    DocumentBatchResource(
            DocumentBatchWriting writing, DocumentRetry retries, DocumentBatchQueries queries, CurrentCaller caller) {
        this.writing = writing;
        this.retries = retries;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<DocumentBatchView>> start(@Valid @NotNull StartDocumentBatch request) {
        return writing.start(request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<DocumentBatchView> get(@PathParam("id") UUID id) {
        return queries.read(id, caller.get());
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Page<DocumentBatchView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("status") @Nullable BatchStatus status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                new DocumentBatchSearch(patientId, status, Cursor.id(after), Cursor.limit(limit)), caller.get());
    }

    @POST
    @Path("/{id}/close")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<DocumentBatchView>> close(@PathParam("id") UUID id) {
        return writing.close(id, caller.get());
    }

    @POST
    @Path("/{id}/documents/{assetId}/retry")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<BatchDocumentView>> retry(@PathParam("id") UUID id, @PathParam("assetId") UUID assetId) {
        return retries.retry(id, assetId, caller.get());
    }
}
