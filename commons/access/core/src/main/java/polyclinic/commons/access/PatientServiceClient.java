package polyclinic.commons.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** patient-service, asked in the caller's name. */
@RegisterRestClient(configKey = "patient-service")
@Path("/api/v1/patients")
public interface PatientServiceClient {
    @GET
    @Path("/{id}")
    Uni<JsonNode> patient(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    /** The caller's own emergency access to the patient that is not over. */
    @GET
    @Path("/{id}/emergency-access")
    Uni<JsonNode> emergencyAccess(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
