package polyclinic.asset.people;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The owner of appointments, asked in the caller's name: a doctor sees only their own there. */
@Path("/api/v1/appointments")
@RegisterRestClient(configKey = "appointment-service")
interface AppointmentClient {
    @GET
    Uni<Found> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("limit") int limit);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Found(List<Appointment> items) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Appointment(String status) {}
}
