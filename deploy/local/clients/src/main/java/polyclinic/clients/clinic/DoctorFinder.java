package polyclinic.clients.clinic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.clients.http.ApiClient;
import polyclinic.commons.values.PersonName;

/** Finds a doctor who can see a patient within a day. */
public final class DoctorFinder {
    /** Check-in opens 24 hours before the start. */
    private static final Duration MAX_WAIT = Duration.ofHours(23);

    private final Clinic clinic;

    public DoctorFinder(Clinic clinic) {
        this.clinic = clinic;
    }

    /** Returns one of the local doctors, or a new locum when the next 23 hours of both are full. */
    public AvailableDoctor withFreeSlots(ApiClient reception) {
        for (String user : List.of("doctor", "doctor2")) {
            JsonNode doctor = clinic.as(user).get("/doctors/me").expect(200).json();
            AvailableDoctor available = available(reception, user, user, doctor);
            if (!available.slots().isEmpty()) return available;
        }
        return locum(reception);
    }

    private static AvailableDoctor available(ApiClient reception, String user, String password, JsonNode doctor) {
        Instant now = Instant.now();
        String id = doctor.path("id").asText();
        // A slot that begins within this minute may be in the past by the time it is booked.
        String period = "?from=" + now.plusSeconds(60) + "&to=" + now.plus(MAX_WAIT);
        List<Instant> free = new ArrayList<>();
        JsonNode slots =
                reception.get("/doctors/" + id + "/slots" + period).expect(200).json();
        for (JsonNode slot : slots.path("items")) {
            Instant start = Instant.parse(slot.path("start").asText());
            boolean inTime = start.isAfter(now.plusSeconds(60)) && start.isBefore(now.plus(MAX_WAIT));
            if (slot.path("free").asBoolean() && inTime) free.add(start);
        }
        String name = PersonName.of(
                doctor.path("givenName").asText(), doctor.path("familyName").asText());
        return new AvailableDoctor(user, password, id, name, free);
    }

    private AvailableDoctor locum(ApiClient reception) {
        String number = Long.toString(System.currentTimeMillis(), 36);
        String user = "locum-" + number;
        String password = UUID.randomUUID().toString();
        String subject =
                new KeycloakAccounts(clinic).create(user, password, "Lou", "Locum " + number, "doctor", Map.of());
        JsonNode doctor = DoctorOnboarding.register(
                clinic.as("admin"), "Lou", "Locum " + number, "LOCUM-" + number, subject, 15, "general_practice");
        return available(reception, user, password, doctor);
    }
}
