package polyclinic.prescription.appointments;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service, asked in the caller's name: a doctor is shown only their own appointments. */
@RegisterRestClient(configKey = "appointments")
@Path("/api/v1")
interface AppointmentOwner {
    @GET
    @Path("/appointments/{id}")
    Uni<JsonNode> appointment(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/appointments")
    Uni<JsonNode> appointments(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("limit") int limit);

    @GET
    @Path("/doctors/{id}")
    Uni<JsonNode> doctor(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
