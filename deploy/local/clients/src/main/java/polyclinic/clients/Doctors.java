package polyclinic.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds who can see a patient soon. */
public final class Doctors {
    /** Check-in opens 24 hours before the start. */
    private static final Duration SOON = Duration.ofHours(23);

    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private final Clinic clinic;

    public Doctors(Clinic clinic) {
        this.clinic = clinic;
    }

    /**
     * A doctor and their next free slots, the earliest first.
     *
     * @param user name of the doctor's account
     */
    public record Free(String user, String password, String id, String name, List<Instant> slots) {
        public Api api(Clinic clinic) {
            return user.equals(password) ? clinic.as(user) : clinic.as(user, password);
        }
    }

    /** One of the local doctors; a locum is engaged when their next 23 hours are full. */
    public Free withFreeSlots(Api asking) {
        for (String user : List.of("doctor", "doctor2")) {
            JsonNode doctor = clinic.as(user).get("/doctors/me").expect(200).json();
            Free free = slots(asking, user, user, doctor);
            if (!free.slots().isEmpty()) return free;
        }
        return locum(asking);
    }

    private static Free slots(Api asking, String user, String password, JsonNode doctor) {
        Instant now = Instant.now();
        String id = doctor.path("id").asText();
        // A slot that begins within this minute may be in the past by the time it is booked.
        String period = "?from=" + now.plusSeconds(60) + "&to=" + now.plus(SOON);
        List<Instant> free = new ArrayList<>();
        JsonNode slots =
                asking.get("/doctors/" + id + "/slots" + period).expect(200).json();
        for (JsonNode slot : slots.path("items")) {
            Instant start = Instant.parse(slot.path("start").asText());
            boolean inTime = start.isAfter(now.plusSeconds(60)) && start.isBefore(now.plus(SOON));
            if (slot.path("free").asBoolean() && inTime) free.add(start);
        }
        String name = doctor.path("givenName").asText() + " "
                + doctor.path("familyName").asText();
        return new Free(user, password, id, name, free);
    }

    private Free locum(Api asking) {
        String number = Long.toString(System.currentTimeMillis(), 36);
        String user = "locum-" + number;
        String password = java.util.UUID.randomUUID().toString();
        String subject = new Accounts(clinic).make(user, password, "Lou", "Locum " + number, "doctor", Map.of());
        Api admin = clinic.as("admin");
        JsonNode doctor = register(admin, "Lou", "Locum " + number, "LOCUM-" + number, subject, 15, "general_practice");
        return slots(asking, user, password, doctor);
    }

    /** Registers a doctor who is there day and night. */
    public static JsonNode register(
            Api admin, String given, String family, String license, String subject, int slotMinutes, String specialty) {
        JsonNode doctor = admin.post(
                        "/doctors",
                        Json.object(
                                "givenName", given,
                                "familyName", family,
                                "licenseNumber", license,
                                "email", license.toLowerCase(java.util.Locale.ROOT) + "@polyclinic.example",
                                "specialty", specialty,
                                "timeZone", "UTC",
                                "subject", subject),
                        "doctor:" + license)
                .expect(201)
                .json();
        List<JsonNode> weekly = new ArrayList<>();
        DAYS.forEach(day -> weekly.add(Json.object("day", day, "from", "00:00", "to", "24:00")));
        admin.put(
                        "/doctors/" + doctor.path("id").asText() + "/schedule",
                        Json.object("slotMinutes", slotMinutes, "weekly", weekly, "exceptions", List.of()))
                .expect(200, 201, 204);
        return doctor;
    }
}
