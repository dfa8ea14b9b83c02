package polyclinic.asset.upload;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

/** Takes an upload. */
@Path("/api/v1/assets")
@Tag(ref = "Asset Resource")
class UploadResource {
    private final AssetUpload uploads;
    private final UploadBody body;
    private final CurrentCaller caller;

    UploadResource(AssetUpload uploads, UploadBody body, CurrentCaller caller) {
        this.uploads = uploads;
        this.body = body;
        this.caller = caller;
    }

    /** The multipart body, for OpenAPI. */
    record StoreAssetForm(
            StoreAsset metadata,

            @Schema(format = "binary", type = SchemaType.STRING)
            String file) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN, PRESCRIPTION_DOCUMENT})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = StoreAssetForm.class)))
    @ResponseStatus(201)
    public Uni<Answer<AssetView>> store(@Context HttpServerRequest request) {
        Caller sender = caller.get();
        return body.read(request, sender, upload -> uploads.store(upload, sender));
    }
}
