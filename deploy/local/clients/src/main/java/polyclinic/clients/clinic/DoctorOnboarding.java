package polyclinic.clients.clinic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/** Registers doctors whose schedule is open day and night, so that a program can book at any time of day. */
public final class DoctorOnboarding {
    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private DoctorOnboarding() {}

    /**
     * Registers a doctor and their schedule.
     *
     * @param subject the {@code sub} of the doctor's account; none for a doctor who never signs in
     * @return the doctor as the API shows it
     */
    public static JsonNode register(
            ApiClient admin,
            String given,
            String family,
            String license,
            @Nullable String subject,
            int slotMinutes,
            String specialty) {
        JsonNode doctor = admin.post(
                        "/doctors",
                        JsonNodes.object(
                                "givenName", given,
                                "familyName", family,
                                "licenseNumber", license,
                                "email", license.toLowerCase(Locale.ROOT) + "@polyclinic.example",
                                "specialty", specialty,
                                "timeZone", "UTC",
                                "subject", subject),
                        "doctor:" + license)
                .expect(201)
                .json();
        List<JsonNode> weekly = DAYS.stream()
                .<JsonNode>map(day -> JsonNodes.object("day", day, "from", "00:00", "to", "24:00"))
                .toList();
        admin.put(
                        "/doctors/" + doctor.path("id").asText() + "/schedule",
                        JsonNodes.object("slotMinutes", slotMinutes, "weekly", weekly, "exceptions", List.of()))
                .expect(200, 201, 204);
        return doctor;
    }
}
