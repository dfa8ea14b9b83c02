package polyclinic.asset.assets;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT_DELETE;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/assets")
class AssetResource {
    private final AssetQueries queries;
    private final AssetDeletion deletion;
    private final CurrentCaller caller;

    AssetResource(AssetQueries queries, AssetDeletion deletion, CurrentCaller caller) {
        this.queries = queries;
        this.deletion = deletion;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    public Uni<Answer<AssetView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get())
                .map(asset -> EntityTags.get(ifNoneMatch, asset.version(), AssetView.of(asset)));
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    public Uni<Page<AssetView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("kind") @Nullable AssetKind kind,
            @QueryParam("appointmentId") @Nullable UUID appointmentId,
            @QueryParam("prescriptionId") @Nullable UUID prescriptionId,
            @QueryParam("batchId") @Nullable UUID batchId,
            @QueryParam("q") @Nullable String q,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        AssetSearch search = new AssetSearch(
                patientId, kind, appointmentId, prescriptionId, batchId, q, Cursor.id(after), Cursor.limit(limit));
        return queries.list(search, caller.get());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({ADMIN, PRESCRIPTION_DOCUMENT_DELETE})
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return deletion.delete(id, caller.get());
    }
}
