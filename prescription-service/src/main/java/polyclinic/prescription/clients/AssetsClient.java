package polyclinic.prescription.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;
import org.jspecify.annotations.Nullable;

/** asset-service, asked in this service's own name. */
@RegisterRestClient(configKey = "asset-service")
@Path("/api/v1/assets")
interface AssetsClient {
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<JsonNode> store(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            ClientMultipartForm form);

    @GET
    Uni<JsonNode> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("prescriptionId") UUID prescriptionId,
            @QueryParam("kind") String kind,
            @QueryParam("limit") int limit,
            @QueryParam("after") @Nullable String after);

    @DELETE
    @Path("/{id}")
    Uni<Void> delete(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
