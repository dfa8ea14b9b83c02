package polyclinic.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives the local accounts their counterparts, through the gateway like any client: doctors for `doctor` and `doctor2` with schedules
 * around the clock, patients for `patient` and `patient2`. May be run again; a file remembers that it is done.
 */
final class Seeding {
    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private final Settings settings;
    private final boolean possible;
    private final Http http = new Http();

    Seeding(Settings settings, List<Component> wanted) {
        this.settings = settings;
        List<String> names = wanted.stream().map(Component::name).toList();
        this.possible = names.containsAll(List.of("gateway", "patient-service", "appointment-service"))
                && settings.own("keycloak") == null;
    }

    /** Returns true when there was something to do. */
    boolean run() {
        if (!possible || Files.exists(done())) {
            return false;
        }
        Map<String, String> environment = EnvFile.read(settings);
        KeycloakUsers accounts = new KeycloakUsers(http, environment);
        String admin = http.token(environment.get("POLYCLINIC_OIDC_URL"), "polyclinic-cli", "admin", "admin");
        String api = environment.get("POLYCLINIC_GATEWAY_URL") + "/api/v1";
        doctor(api, admin, accounts.subject("doctor"), "Dora", "Doctor", "SEED-1", "general_practice");
        doctor(api, admin, accounts.subject("doctor2"), "Dan", "Doctor", "SEED-2", "cardiology");
        String reception =
                http.token(environment.get("POLYCLINIC_OIDC_URL"), "polyclinic-cli", "reception", "reception");
        accounts.link("patient", patient(api, reception, "Paul", "Patient", "1980-02-29", "male", "SEED-P1"));
        accounts.link("patient2", patient(api, reception, "Petra", "Patient", "1992-11-03", "female", "SEED-P2"));
        Terminal.step("accounts", "ready", "doctor doctor2 patient patient2");
        remember();
        return true;
    }

    private void doctor(
            String api, String token, String subject, String given, String family, String license, String specialty) {
        Map<String, Object> doctor = Map.of(
                "givenName", given,
                "familyName", family,
                "licenseNumber", license,
                "email", given.toLowerCase(Locale.ROOT) + "@polyclinic.example",
                "specialty", specialty,
                "timeZone", "UTC",
                "subject", subject);
        Http.Answer answer = http.send("POST", api + "/doctors", token, doctor, Map.of());
        String id = answer.status() == 409
                ? present(api, token, license)
                : answer.expect(201).get("id").asText();
        List<Map<String, String>> weekly = new ArrayList<>();
        DAYS.forEach(day -> weekly.add(Map.of("day", day, "from", "00:00", "to", "24:00")));
        Map<String, Object> schedule = Map.of("slotMinutes", 15, "weekly", weekly, "exceptions", List.of());
        http.send("PUT", api + "/doctors/" + id + "/schedule", token, schedule, Map.of())
                .expect(200, 201, 204);
    }

    /** The doctor with that licence number, made by an earlier run that did not get to its end. */
    private String present(String api, String token, String license) {
        JsonNode doctors = http.send("GET", api + "/doctors?limit=200&q=Doctor", token, null, Map.of())
                .expect(200);
        for (JsonNode doctor : doctors.get("items")) {
            if (license.equals(doctor.path("licenseNumber").asText())) {
                return doctor.get("id").asText();
            }
        }
        throw new Complaint("the doctor with licence " + license + " is there, but not found");
    }

    private String patient(
            String api, String token, String given, String family, String birth, String sex, String uhid) {
        Map<String, Object> patient =
                Map.of("givenName", given, "familyName", family, "birthDate", birth, "sex", sex, "uhid", uhid);
        Http.Answer answer = http.send("POST", api + "/patients?confirmDistinct=true", token, patient, Map.of());
        if (answer.status() != 409) {
            return answer.expect(201).get("id").asText();
        }
        JsonNode found = http.send("GET", api + "/patients?uhid=" + uhid, token, null, Map.of())
                .expect(200);
        return found.get("items").get(0).get("id").asText();
    }

    private Path done() {
        return settings.home().resolve("seeded");
    }

    private void remember() {
        try {
            Files.writeString(done(), Instant.now() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
