package polyclinic.commons.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service, asked in the caller's name: it shows a doctor only their own appointments and queue. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1")
public interface AppointmentServiceClient {
    @GET
    @Path("/appointments")
    Uni<JsonNode> appointments(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("status") List<String> anyOf,
            @QueryParam("limit") int limit);

    /** Today's. */
    @GET
    @Path("/queue")
    Uni<JsonNode> queue(@HeaderParam("Authorization") String authorization, @QueryParam("limit") int limit);
}
