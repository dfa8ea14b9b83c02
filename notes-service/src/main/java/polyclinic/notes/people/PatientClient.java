package polyclinic.notes.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** patient-service, asked in the caller's name. */
@RegisterRestClient(configKey = "patient-service")
@Path("/api/v1/patients")
interface PatientClient {
    @GET
    @Path("/{id}")
    Uni<Response> patient(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
