package polyclinic.audit.clients;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The events of a realm in Keycloak's administration API; its address ends at the realm. */
@RegisterRestClient(configKey = "identity-provider")
@Produces(MediaType.APPLICATION_JSON)
interface IdentityProviderClient {
    @GET
    @Path("events")
    Uni<List<SignInEvent>> signIns(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("type") List<String> types,
            @QueryParam("dateFrom") long from,
            @QueryParam("direction") String direction,
            @QueryParam("first") int first,
            @QueryParam("max") int max);

    @GET
    @Path("admin-events")
    Uni<List<AdministrationEvent>> administration(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("dateFrom") long from,
            @QueryParam("direction") String direction,
            @QueryParam("first") int first,
            @QueryParam("max") int max);
}
