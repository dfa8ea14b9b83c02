package polyclinic.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Accounts as a clinic's sign-up makes them, through Keycloak's administration API. */
public final class Accounts {
    private final Api keycloak;

    public Accounts(Clinic clinic) {
        keycloak = clinic.keycloak().patient();
    }

    /**
     * Makes one.
     *
     * @param attributes for example {@code patient_id}, which becomes the claim of that name
     * @return its id, the {@code sub} of its tokens
     */
    public String make(
            String user, String password, String given, String family, String role, Map<String, String> attributes) {
        Answer made = keycloak.post("/users", user(user, password, given, family, attributes))
                .expect(201);
        String id = made.header("Location").replaceFirst(".*/", "");
        JsonNode known = keycloak.get("/roles/" + role).expect(200).json();
        keycloak.post(
                        "/users/" + id + "/role-mappings/realm",
                        List.of(Json.object("id", known.path("id").asText(), "name", role)))
                .expect(204);
        return id;
    }

    /** Makes all that are not there yet, password = user name, in one request. */
    public void makeAll(List<String> users, String role) {
        List<JsonNode> accounts = new ArrayList<>();
        for (String user : users) {
            var account = user(user, user, "Bench", user, Map.of());
            account.putArray("realmRoles").add(role);
            accounts.add(account);
        }
        keycloak.post("/partialImport", Json.object("ifResourceExists", "SKIP", "users", accounts))
                .expect(200);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode user(
            String user, String password, String given, String family, Map<String, String> attributes) {
        var account = Json.object(
                "username",
                user,
                "enabled",
                true,
                "emailVerified",
                true,
                "email",
                user + "@polyclinic.example",
                "firstName",
                given,
                "lastName",
                family,
                "credentials",
                List.of(Json.object("type", "password", "value", password, "temporary", false)));
        attributes.forEach((name, value) ->
                account.withObject("/attributes").putArray(name).add(value));
        return account;
    }
}
