package polyclinic.local.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import polyclinic.local.settings.EnvironmentFile;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/**
 * Creates the doctors and patients of the local accounts, through the gateway like any client: doctors for `doctor` and `doctor2` with schedules
 * around the clock, patients for `patient` and `patient2`. Can be run again; a file records that it is done.
 */
public final class AccountSeeding {
    private static final List<String> REQUIRED = List.of("gateway", "patient-service", "appointment-service");
    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private final Settings settings;
    private final boolean possible;
    private final JsonClient http;

    public AccountSeeding(Settings settings, Collection<String> components) {
        this.settings = settings;
        this.http = new JsonClient(EnvironmentFile.read(settings));
        this.possible = components.containsAll(REQUIRED) && settings.own("keycloak") == null;
    }

    /** Returns whether there was something to do. */
    public boolean run() {
        if (!possible || Files.exists(marker())) {
            return false;
        }
        Map<String, String> environment = EnvironmentFile.read(settings);
        KeycloakUsers accounts = new KeycloakUsers(
                http,
                value(environment, "POLYCLINIC_KEYCLOAK_URL"),
                value(environment, "POLYCLINIC_KEYCLOAK_ADMIN"),
                value(environment, "POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD"));
        String issuer = value(environment, "POLYCLINIC_OIDC_URL");
        String api = value(environment, "POLYCLINIC_GATEWAY_URL") + "/api/v1";
        String admin = http.token(issuer, LocalAccounts.CLIENT, "admin", "admin");
        seedDoctor(api, admin, accounts.subject("doctor"), "Dora", "Doctor", "SEED-1", "general_practice");
        seedDoctor(api, admin, accounts.subject("doctor2"), "Dan", "Doctor", "SEED-2", "cardiology");
        String reception = http.token(issuer, LocalAccounts.CLIENT, "reception", "reception");
        accounts.link("patient", seedPatient(api, reception, "Paul", "Patient", "1980-02-29", "male", "SEED-P1"));
        accounts.link("patient2", seedPatient(api, reception, "Petra", "Patient", "1992-11-03", "female", "SEED-P2"));
        Terminal.step("accounts", "ready", "doctor doctor2 patient patient2");
        mark();
        return true;
    }

    private void seedDoctor(
            String api, String token, String subject, String given, String family, String license, String specialty) {
        Map<String, Object> doctor = Map.of(
                "givenName", given,
                "familyName", family,
                "licenseNumber", license,
                "email", given.toLowerCase(Locale.ROOT) + "@polyclinic.example",
                "specialty", specialty,
                "timeZone", "UTC",
                "subject", subject);
        JsonClient.Reply reply = http.post(api + "/doctors", token, doctor);
        String id = reply.status() == 409
                ? registeredDoctor(api, token, license)
                : reply.expect(201).path("id").asText();
        List<Map<String, String>> weekly = DAYS.stream()
                .map(day -> Map.of("day", day, "from", "00:00", "to", "24:00"))
                .toList();
        Map<String, Object> schedule = Map.of("slotMinutes", 15, "weekly", weekly, "exceptions", List.of());
        http.put(api + "/doctors/" + id + "/schedule", token, schedule).expect(200, 201, 204);
    }

    /** Returns the id of the doctor with that licence number, registered by an earlier run that did not finish. */
    private String registeredDoctor(String api, String token, String license) {
        JsonNode doctors = http.get(api + "/doctors?limit=200&q=Doctor", token).expect(200);
        for (JsonNode doctor : doctors.path("items")) {
            if (license.equals(doctor.path("licenseNumber").asText())) {
                return doctor.path("id").asText();
            }
        }
        throw new UserError("the doctor with licence " + license + " is registered, but not in the list of doctors");
    }

    private String seedPatient(
            String api, String token, String given, String family, String birth, String sex, String uhid) {
        Map<String, Object> patient =
                Map.of("givenName", given, "familyName", family, "birthDate", birth, "sex", sex, "uhid", uhid);
        JsonClient.Reply reply = http.post(api + "/patients?confirmDistinct=true", token, patient);
        if (reply.status() != 409) {
            return reply.expect(201).path("id").asText();
        }
        JsonNode found = http.get(api + "/patients?uhid=" + uhid, token).expect(200);
        return found.path("items").path(0).path("id").asText();
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new UserError(name + " is missing in the stack's environment; run ./polyclinic down and up.");
        }
        return value;
    }

    private Path marker() {
        return settings.home().resolve("seeded");
    }

    private void mark() {
        try {
            Files.writeString(marker(), Instant.now() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
