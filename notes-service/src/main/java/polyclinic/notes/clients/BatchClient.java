package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** asset-service's batches of documents, asked in the caller's name. */
@RegisterRestClient(configKey = "asset-service")
@Path("/api/v1/batches")
public interface BatchClient {
    @GET
    @Path("/{id}")
    Uni<JsonNode> batch(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
