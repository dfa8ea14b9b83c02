package polyclinic.notes.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service, asked in the caller's name: a doctor is shown only their own appointments. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1/appointments")
interface AppointmentClient {
    @GET
    Uni<JsonNode> appointments(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("limit") int limit);
}
