package polyclinic.appointment.patients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** patient-service, which owns the patients. */
@Path("/api/v1/patients")
@RegisterRestClient(configKey = "patient-service")
interface PatientsClient {
    @GET
    @Path("/{id}")
    Uni<Found> get(@PathParam("id") UUID id, @HeaderParam("Authorization") String authorization);

    /** The part of a patient that is needed here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Found(UUID id, long version, String uhid, String givenName, String familyName) {
        KnownPatient asKnown() {
            return new KnownPatient(id, version, uhid, givenName, familyName);
        }
    }
}
