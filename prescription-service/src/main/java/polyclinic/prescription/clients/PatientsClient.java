package polyclinic.prescription.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** patient-service, asked in the caller's name. */
@RegisterRestClient(configKey = "patient-service")
@Path("/api/v1/patients/{id}")
public interface PatientsClient {
    @GET
    Uni<Patient> patient(@HeaderParam("Authorization") String authorization, @PathParam("id") UUID id);

    /** @param after {@code next} of the previous page, or null for the first page */
    @GET
    @Path("/allergies")
    Uni<AllergyPage> allergies(
            @HeaderParam("Authorization") String authorization,
            @PathParam("id") UUID id,
            @QueryParam("limit") int limit,
            @QueryParam("after") @Nullable String after);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Patient(
            UUID id,
            long version,
            @Nullable String uhid,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable LocalDate birthDate,
            @Nullable Boolean birthDateEstimated) {
        public Patient {
            Objects.requireNonNull(id, "id");
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AllergyPage(List<Allergy> items, @Nullable String next) {
        public AllergyPage {
            Objects.requireNonNull(items, "items");
        }
    }

    /**
     * @param status {@code active}, {@code entered_in_error} or {@code refuted}; active when it is absent
     * @param noKnownAllergies true for the statement that no allergy is known, which names no substance
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Allergy(
            UUID id,
            @Nullable Substance substance,
            @Nullable String criticality,
            @Nullable String status,
            @Nullable Boolean noKnownAllergies) {
        public Allergy {
            Objects.requireNonNull(id, "id");
        }

        public boolean isActive() {
            return status == null || status.equals("active");
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Substance(
            @Nullable String code,
            @Nullable String system,
            @Nullable String name) {}
}
