package polyclinic.asset.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The owner of patients, asked in the caller's name. */
@Path("/api/v1/patients")
@RegisterRestClient(configKey = "patient-service")
interface PatientClient {
    @GET
    @Path("/{id}")
    Uni<Response> find(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);
}
