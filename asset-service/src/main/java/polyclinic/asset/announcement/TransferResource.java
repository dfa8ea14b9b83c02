package polyclinic.asset.announcement;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;

/** Takes the bytes of an announced upload. What is written needs a sign-in at the gateway, and the link is the caller's own. */
@Path("/api/v1/transfers")
@Tag(ref = "Asset Resource")
class TransferResource {
    private final UploadTransfer transfer;
    private final CurrentCaller caller;

    TransferResource(UploadTransfer transfer, CurrentCaller caller) {
        this.transfer = transfer;
        this.caller = caller;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(format = "binary", type = SchemaType.STRING)))
    public Uni<Void> receive(@QueryParam("token") @Nullable String token, @Context HttpServerRequest request) {
        return transfer.receive(token, request, caller.get());
    }
}
