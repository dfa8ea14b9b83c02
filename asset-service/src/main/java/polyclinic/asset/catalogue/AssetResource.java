package polyclinic.asset.catalogue;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;
import static polyclinic.commons.identity.Roles.SERVICE;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.content.Download;
import polyclinic.asset.kinds.Kind;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.json.Json;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.ProblemMappers;

/** Photos, documents, scans and other files: metadata as JSON, content as bytes. */
@Path("/api/v1/assets")
@Produces(MediaType.APPLICATION_JSON)
public class AssetResource {
    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final CurrentCaller caller;
    private final Removing removing;
    private final Storing storing;
    private final Validator validator;

    AssetResource(
            Assets assets,
            Audit audit,
            BlobStore blobs,
            Clock clock,
            CurrentCaller caller,
            Removing removing,
            Storing storing,
            Validator validator) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.caller = caller;
        this.removing = removing;
        this.storing = storing;
        this.validator = validator;
    }

    /** The multipart body, for OpenAPI. */
    record StoreAssetForm(
            StoreAsset metadata,

            @Schema(format = "binary", type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING)
            String file) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, SERVICE})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = StoreAssetForm.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AssetView.class)))
    public Uni<Response> store(MultipartFormDataInput form) {
        Upload upload = Upload.of(form.getValues());
        return storing.store(read(upload.metadata()), upload, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, SERVICE})
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AssetView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return assets.require(id, caller.get(), clock.instant())
                .call(asset -> audit.read("asset", id, asset.patient()))
                .map(asset -> EntityTags.get(ifNoneMatch, asset.version, AssetView.of(asset)));
    }

    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, SERVICE})
    public Uni<Response> content(@PathParam("id") UUID id, @Context HttpHeaders asked) {
        return readable(id).map(asset -> download(asset).respond(asked, (offset, length) -> blobs.read(
                        asset.id, offset, length)
                .onFailure()
                .invoke(failure -> Log.warnf("the content of asset id=%s cannot be read: %s", asset.id, failure))
                .onFailure()
                .transform(failure -> new BlobStoreAway())));
    }

    @HEAD
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, SERVICE})
    public Uni<Response> contentHead(@PathParam("id") UUID id, @Context HttpHeaders asked) {
        return readable(id).map(asset -> download(asset).respond(asked, null));
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, SERVICE})
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AssetPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("kind") Kind kind,
            @QueryParam("prescriptionId") UUID prescriptionId,
            @QueryParam("limit") Integer limit,
            @QueryParam("after") String after,
            @Context UriInfo uri) {
        int size = Cursor.limit(limit);
        return assets.list(patientId, kind, prescriptionId, Cursor.id(after), size, caller.get(), clock.instant())
                .call(() -> audit.searched("asset", patientId))
                .map(found ->
                        Page.response(Page.of(found, size, AssetView::of, asset -> Cursor.encode(asset.id)), uri));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({ADMIN, SERVICE})
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return removing.remove(id, caller.get());
    }

    /** One page of assets, for OpenAPI. */
    record AssetPage(java.util.List<AssetView> items, String next) {}

    private Uni<Asset> readable(UUID id) {
        return assets.require(id, caller.get(), clock.instant())
                .call(asset -> audit.read("asset", id, asset.patient()));
    }

    private static Download download(Asset asset) {
        return new Download(
                asset.kind.name().toLowerCase(java.util.Locale.ROOT),
                asset.id,
                asset.fileName,
                asset.contentType,
                asset.size,
                asset.sha256);
    }

    private StoreAsset read(String metadata) {
        try {
            StoreAsset request = Json.MAPPER.readValue(metadata, StoreAsset.class);
            if (request == null) throw polyclinic.commons.problem.Problem.invalid("metadata", "must not be null");
            var violations = validator.validate(request);
            if (!violations.isEmpty()) throw new ConstraintViolationException(violations);
            return request;
        } catch (JsonProcessingException e) {
            throw ProblemMappers.ofJson(e);
        }
    }
}
