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

/** appointment-service, asked in the caller's name. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1")
public interface AppointmentServiceClient {
    /** The doctor whose account is the caller's. */
    @GET
    @Path("/doctors/me")
    Uni<JsonNode> doctor(@HeaderParam("Authorization") String authorization);

    /** @param from an instant (RFC 3339) */
    @GET
    @Path("/appointments")
    Uni<JsonNode> appointments(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("doctorId") UUID doctorId,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("status") List<String> anyOf,
            @QueryParam("from") String from,
            @QueryParam("limit") int limit);

    /** Today's. */
    @GET
    @Path("/queue")
    Uni<JsonNode> queue(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("doctorId") UUID doctorId,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("limit") int limit);
}
