package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** asset-service, asked in the caller's name, or for texts in the service's own. */
@RegisterRestClient(configKey = "asset-service")
@Path("/api/v1/assets")
public interface AssetClient {
    @GET
    @Path("/{id}")
    Uni<JsonNode> asset(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/{id}/text")
    Uni<JsonNode> text(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
