package polyclinic.patient.care;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** appointment-service, as far as it is asked from here. */
@RegisterRestClient(configKey = "appointments")
@Path("/api/v1/appointments")
interface AppointmentsClient {
    /** A doctor gets only their own appointments, so any item means that the patient is in care. */
    @GET
    Uni<Appointments> ofPatient(
            @HeaderParam("Authorization") String bearer,
            @QueryParam("patientId") UUID patientId,
            @QueryParam("status") List<String> anyOf,
            @QueryParam("limit") int limit);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Appointments(List<Appointment> items) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Appointment(UUID id, long version, UUID patientId, String status) {}
}
