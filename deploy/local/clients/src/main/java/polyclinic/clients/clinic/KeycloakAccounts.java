package polyclinic.clients.clinic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** Creates accounts in Keycloak as a clinic's sign-up would, through the administration API. */
public final class KeycloakAccounts {
    private final ApiClient keycloak;

    public KeycloakAccounts(Clinic clinic) {
        keycloak = clinic.keycloak().retrying();
    }

    /**
     * Creates an account.
     *
     * @param attributes for example {@code patient_id}, which becomes the claim of that name
     * @return its id, the {@code sub} of its tokens
     */
    public String create(
            String user, String password, String given, String family, String role, Map<String, String> attributes) {
        ApiResponse created = keycloak.post("/users", user(user, password, given, family, attributes))
                .expect(201);
        String location = created.header("Location");
        if (location == null) throw new CheckFailed("Keycloak does not say where the account " + user + " is");
        String id = location.replaceFirst(".*/", "");
        grant(id, role);
        return id;
    }

    /** Gives an account a role beside those that it has. */
    public void grant(String id, String role) {
        JsonNode realmRole = keycloak.get("/roles/" + role).expect(200).json();
        keycloak.post(
                        "/users/" + id + "/role-mappings/realm",
                        List.of(JsonNodes.object("id", realmRole.path("id").asText(), "name", role)))
                .expect(204);
    }

    /** Creates those that do not exist yet, with the user's name as the password, in one request. */
    public void createMissing(List<String> users, String role) {
        List<JsonNode> accounts = new ArrayList<>();
        for (String user : users) {
            ObjectNode account = user(user, user, "Bench", user, Map.of());
            account.putArray("realmRoles").add(role);
            accounts.add(account);
        }
        keycloak.post("/partialImport", JsonNodes.object("ifResourceExists", "SKIP", "users", accounts))
                .expect(200);
    }

    private static ObjectNode user(
            String user, String password, String given, String family, Map<String, String> attributes) {
        ObjectNode account = JsonNodes.object(
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
                List.of(JsonNodes.object("type", "password", "value", password, "temporary", false)));
        attributes.forEach((name, value) ->
                account.withObject("/attributes").putArray(name).add(value));
        return account;
    }
}
