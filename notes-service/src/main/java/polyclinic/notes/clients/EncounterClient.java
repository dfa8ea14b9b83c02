package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service's encounters, asked in the caller's name. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1/encounters")
public interface EncounterClient {
    @GET
    @Path("/{id}")
    Uni<JsonNode> encounter(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
