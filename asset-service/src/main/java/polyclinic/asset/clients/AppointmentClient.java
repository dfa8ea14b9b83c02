package polyclinic.asset.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service's appointments, asked in the caller's name. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1/appointments")
interface AppointmentClient {
    @GET
    @Path("/{id}")
    Uni<JsonNode> appointment(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
