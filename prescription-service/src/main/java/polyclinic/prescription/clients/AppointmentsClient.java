package polyclinic.prescription.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** appointment-service, asked in the caller's name: it shows a doctor only their own appointments, queue and encounters. */
@RegisterRestClient(configKey = "appointment-service")
@Path("/api/v1")
public interface AppointmentsClient {
    @GET
    @Path("/appointments/{id}")
    Uni<Appointment> appointment(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/encounters/{id}")
    Uni<Encounter> encounter(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/queue/{id}")
    Uni<QueueEntry> queueEntry(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @GET
    @Path("/doctors/{id}")
    Uni<Doctor> doctor(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Appointment(
            UUID id,
            long version,
            UUID patientId,
            UUID doctorId,
            @Nullable String doctorSubject,
            String doctorName,
            Instant start,
            String status) {
        public Appointment {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(doctorId, "doctorId");
            Objects.requireNonNull(doctorName, "doctorName");
            Objects.requireNonNull(start, "start");
            Objects.requireNonNull(status, "status");
        }
    }

    /**
     * @param appointmentId null for a walk-in
     * @param queueEntryId null when the consultation did not start from a queue entry
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Encounter(
            UUID doctorId,
            @Nullable UUID appointmentId,
            @Nullable UUID queueEntryId) {
        public Encounter {
            Objects.requireNonNull(doctorId, "doctorId");
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record QueueEntry(
            UUID id,
            long version,
            UUID patientId,
            UUID doctorId,
            @Nullable UUID encounterId,
            String status) {
        public QueueEntry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(doctorId, "doctorId");
            Objects.requireNonNull(status, "status");
        }
    }

    /** @param subject of the doctor's account, or null while they have none */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Doctor(
            UUID id,
            long version,
            String givenName,
            String familyName,
            @Nullable String specialty,
            @Nullable String licenseNumber,
            @Nullable String timeZone,
            @Nullable String subject) {
        public Doctor {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(givenName, "givenName");
            Objects.requireNonNull(familyName, "familyName");
        }
    }
}
