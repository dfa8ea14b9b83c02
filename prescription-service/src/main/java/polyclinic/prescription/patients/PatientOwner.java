package polyclinic.prescription.patients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** patient-service, asked in the caller's name. */
@RegisterRestClient(configKey = "patients")
@Path("/api/v1/patients/{id}")
interface PatientOwner {
    @GET
    Uni<JsonNode> patient(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/allergies")
    Uni<JsonNode> allergies(
            @HeaderParam("Authorization") String authorization,
            @PathParam("id") UUID id,
            @QueryParam("limit") int limit,
            @QueryParam("after") String after);
}
