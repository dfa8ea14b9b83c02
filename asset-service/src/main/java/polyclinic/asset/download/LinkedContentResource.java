package polyclinic.asset.download;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.asset.transfers.TransferTokens;

/** The content of an asset for whoever has a link to it, without sign-in: a link lives for minutes and leads to this one content. */
@Path("/api/v1/transfers")
@Produces(MediaType.WILDCARD)
@Tag(ref = "Asset Resource")
class LinkedContentResource {
    private static final String PATH = "/api/v1/transfers";

    private final AssetDownload downloads;
    private final DownloadSlots slots;
    private final TransferTokens tokens;
    private final CurrentIdentityAssociation identities;

    LinkedContentResource(
            AssetDownload downloads,
            DownloadSlots slots,
            TransferTokens tokens,
            CurrentIdentityAssociation identities) {
        this.downloads = downloads;
        this.slots = slots;
        this.tokens = tokens;
        this.identities = identities;
    }

    @GET
    @PermitAll
    @Parameter(in = ParameterIn.HEADER, name = "If-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-None-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-Range", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "Range", schema = @Schema(implementation = String.class))
    public Uni<Response> linkedContent(
            @QueryParam("token") @Nullable String token, @Context HttpHeaders asked, @Context RoutingContext request) {
        TransferToken link = tokens.require(token, TransferToken.Purpose.DOWNLOAD);
        ContentConditions conditions = ContentResource.conditions(asked, asked.getHeaderString("Range"));
        return identified().chain(() -> downloads.answer(link, conditions)).map(answer -> {
            Response.ResponseBuilder response = ContentResource.response(PATH, answer);
            if (answer.range() != null) {
                Runnable end = slots.take(link, request);
                response.entity(downloads.read(link.id(), answer, answer.range(), end));
            }
            return response.build();
        });
    }

    /** The header fields of {@link #linkedContent} without the bytes. */
    @HEAD
    @PermitAll
    @Parameter(in = ParameterIn.HEADER, name = "If-Match", schema = @Schema(implementation = String.class))
    @Parameter(in = ParameterIn.HEADER, name = "If-None-Match", schema = @Schema(implementation = String.class))
    public Uni<Response> linkedContentHead(@QueryParam("token") @Nullable String token, @Context HttpHeaders asked) {
        TransferToken link = tokens.require(token, TransferToken.Purpose.DOWNLOAD);
        return identified()
                .chain(() -> downloads.answer(link, ContentResource.conditions(asked, null)))
                .map(answer -> ContentResource.response(PATH, answer).build());
    }

    /** Where nobody has to be signed in, nobody has asked who it is yet, and the audit trail wants to know. */
    private Uni<Void> identified() {
        return identities.getDeferredIdentity().invoke(identities::setIdentity).replaceWithVoid();
    }
}
