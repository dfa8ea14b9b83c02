package polyclinic.appointment.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** patient-service, which owns the patients. */
@Path("/api/v1/patients")
@RegisterRestClient(configKey = "patient-service")
public interface PatientClient {
    @GET
    @Path("/{id}")
    Uni<Patient> get(@PathParam("id") UUID id, @HeaderParam("Authorization") String authorization);

    /** The part of a patient that is needed here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Patient(
            UUID id,
            long version,
            @Nullable String uhid,
            @Nullable String givenName,
            @Nullable String familyName) {}
}
